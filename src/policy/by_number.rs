//! Things by numbers that only grow, in their order.

/// Things by numbers that only grow. What is removed leaves a gap until the gaps are the half, so that
/// removing anywhere takes constant time.
///
/// Things are boxed, so that whatever they are, their places are found and moved by the same code.
#[derive(Debug)]
pub struct ByNumber<T> {
    entries: Vec<(u32, Option<Box<T>>)>,
    /// No entry before this holds a thing.
    first: usize,
    len: usize,
}

impl<T> Default for ByNumber<T> {
    fn default() -> Self {
        ByNumber::new()
    }
}

impl<T> ByNumber<T> {
    /// Nothing yet.
    pub const fn new() -> Self {
        ByNumber { entries: Vec::new(), first: 0, len: 0 }
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The thing of a number.
    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        let place = self.place(number).ok()?;
        self.entries.get_mut(place)?.1.as_deref_mut()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Puts a thing in its place, instead of what was there.
    pub fn insert(&mut self, number: u32, thing: T) {
        let place = self.place(number).unwrap_or_else(|place| {
            self.entries.insert(place, (number, None));
            place
        });
        self.first = self.first.min(place);
        if let Some((_, entry)) = self.entries.get_mut(place) {
            self.len += usize::from(entry.is_none());
            *entry = Some(Box::new(thing));
        }
    }

    /// Removes the thing of a number, if there is one.
    pub fn remove(&mut self, number: u32) {
        let place = self.place(number).ok();
        let entry = place.and_then(|place| self.entries.get_mut(place));
        if entry.and_then(|(_, entry)| entry.take()).is_some() {
            self.len -= 1;
        }
        while self.entries.get(self.first).is_some_and(|(_, entry)| entry.is_none()) {
            self.first += 1;
        }
        if self.len * 2 < self.entries.len() {
            self.close_gaps();
        }
    }

    /// Keeps those for which `keep` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&mut T) -> bool) {
        for (_, entry) in &mut self.entries {
            if !entry.as_deref_mut().is_some_and(&mut keep) {
                *entry = None;
            }
        }
        self.close_gaps();
    }

    fn close_gaps(&mut self) {
        self.entries.retain(|(_, entry)| entry.is_some());
        self.first = 0;
        self.len = self.entries.len();
    }

    /// The thing with the smallest number, and that.
    pub fn first_mut(&mut self) -> Option<(u32, &mut T)> {
        let (number, entry) = self.entries.get_mut(self.first)?;
        Some((*number, entry.as_deref_mut()?))
    }

    /// The things before a number, which itself need not be there.
    pub fn before(&self, number: u32) -> impl Iterator<Item = (u32, &T)> {
        let place = self.place(number).unwrap_or_else(|place| place);
        let before = self.entries.get(self.first..place).unwrap_or_default();
        before.iter().filter_map(|(number, entry)| Some((*number, entry.as_deref()?)))
    }

    /// Whether all things are before a number.
    pub fn all_before(&self, number: u32) -> bool {
        self.entries.last().is_none_or(|(last, _)| *last < number)
    }

    /// Where the thing of a number is, or else belongs.
    fn place(&self, number: u32) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&number, |(number, _)| *number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(things: &ByNumber<char>) -> Vec<u32> {
        things.before(u32::MAX).map(|(number, _)| number).collect()
    }

    fn filled(last: u32) -> ByNumber<char> {
        let mut things = ByNumber::new();
        (1..=last).for_each(|number| things.insert(number, 'x'));
        things
    }

    #[test]
    fn keeps_the_order_of_the_numbers_whatever_is_added_first() {
        let mut things = filled(3);
        things.remove(1);
        things.insert(9, 'a');
        things.insert(1, 'b');
        assert_eq!(numbers(&things), [1, 2, 3, 9]);
        assert_eq!(things.first_mut(), Some((1, &mut 'b')));
        assert_eq!(things.len(), 4);
    }

    #[test]
    fn replaces_the_item_with_the_same_number() {
        let mut things = filled(2);
        things.insert(2, 'z');
        assert_eq!((things.len(), things.get_mut(2)), (2, Some(&mut 'z')));
    }

    #[test]
    fn removes_from_the_front_the_middle_and_the_end() {
        let mut things = filled(9);
        for number in [1, 2, 5, 9, 9, 77] {
            things.remove(number);
        }
        assert_eq!(numbers(&things), [3, 4, 6, 7, 8]);
        assert_eq!((things.len(), things.first_mut()), (5, Some((3, &mut 'x'))));
        assert!(things.get_mut(5).is_none() && things.get_mut(77).is_none());
    }

    #[test]
    fn leaves_no_more_gaps_than_items() {
        let mut things = filled(4);
        things.remove(2);
        things.remove(3);
        assert_eq!((things.entries.len(), things.len()), (4, 2));
        let mut things = filled(100);
        for number in (2..=99).rev() {
            things.remove(number);
            assert!(things.entries.len() <= 2 * things.len() + 1);
        }
        assert_eq!(numbers(&things), [1, 100]);
        things.remove(1);
        things.remove(100);
        assert_eq!((things.entries.len(), things.first_mut()), (0, None));
    }

    #[test]
    fn knows_those_before_a_number_and_whether_that_is_all() {
        let mut things = filled(4);
        things.remove(2);
        assert_eq!(things.before(4).map(|(number, _)| number).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(things.before(1).count(), 0);
        assert!(things.all_before(5) && !things.all_before(4));
        assert!(ByNumber::<char>::default().all_before(0));
    }

    #[test]
    fn retains_the_items_that_the_caller_keeps() {
        let mut things = filled(3);
        things.insert(2, 'y');
        things.retain(|thing| *thing == 'y');
        assert_eq!((numbers(&things), things.len()), (vec![2], 1));
    }
}
