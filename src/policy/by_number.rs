//! A map whose keys are increasing numbers.

/// A map whose keys are increasing numbers, in their order. A removed value leaves a gap until gaps
/// are half of the entries, so removing anywhere takes constant time.
///
/// Values are boxed, so the same code finds and moves them whatever they are.
#[derive(Debug)]
pub struct ByNumber<T> {
    entries: Vec<(u32, Option<Box<T>>)>,
    /// No entry before this has a value.
    first: usize,
    len: usize,
}

impl<T> Default for ByNumber<T> {
    fn default() -> Self {
        ByNumber::new()
    }
}

impl<T> ByNumber<T> {
    /// An empty map.
    pub const fn new() -> Self {
        ByNumber { entries: Vec::new(), first: 0, len: 0 }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The value of a number.
    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        let place = self.place(number).ok()?;
        self.entries.get_mut(place)?.1.as_deref_mut()
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Sets the value of a number.
    pub fn insert(&mut self, number: u32, value: T) {
        let place = self.place(number).unwrap_or_else(|place| {
            self.entries.insert(place, (number, None));
            place
        });
        self.first = self.first.min(place);
        if let Some((_, entry)) = self.entries.get_mut(place) {
            self.len += usize::from(entry.is_none());
            *entry = Some(Box::new(value));
        }
    }

    /// Removes the value of a number, if there is one.
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

    /// Keeps the values for which `keep` returns true.
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

    /// The smallest number and its value.
    pub fn first_mut(&mut self) -> Option<(u32, &mut T)> {
        let (number, entry) = self.entries.get_mut(self.first)?;
        Some((*number, entry.as_deref_mut()?))
    }

    /// The values before a number, which itself may be absent.
    pub fn before(&self, number: u32) -> impl Iterator<Item = (u32, &T)> {
        let place = self.place(number).unwrap_or_else(|place| place);
        let before = self.entries.get(self.first..place).unwrap_or_default();
        before.iter().filter_map(|(number, entry)| Some((*number, entry.as_deref()?)))
    }

    /// Whether all values are before a number.
    pub fn all_before(&self, number: u32) -> bool {
        self.entries.last().is_none_or(|(last, _)| *last < number)
    }

    /// The index of a number's entry, or else where it belongs.
    fn place(&self, number: u32) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&number, |(number, _)| *number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(values: &ByNumber<char>) -> Vec<u32> {
        values.before(u32::MAX).map(|(number, _)| number).collect()
    }

    fn filled(last: u32) -> ByNumber<char> {
        let mut values = ByNumber::new();
        (1..=last).for_each(|number| values.insert(number, 'x'));
        values
    }

    #[test]
    fn keeps_the_order_of_the_numbers_whatever_is_added_first() {
        let mut values = filled(3);
        values.remove(1);
        values.insert(9, 'a');
        values.insert(1, 'b');
        assert_eq!(numbers(&values), [1, 2, 3, 9]);
        assert_eq!(values.first_mut(), Some((1, &mut 'b')));
        assert_eq!(values.len(), 4);
    }

    #[test]
    fn replaces_the_item_with_the_same_number() {
        let mut values = filled(2);
        values.insert(2, 'z');
        assert_eq!((values.len(), values.get_mut(2)), (2, Some(&mut 'z')));
    }

    #[test]
    fn removes_from_the_front_the_middle_and_the_end() {
        let mut values = filled(9);
        for number in [1, 2, 5, 9, 9, 77] {
            values.remove(number);
        }
        assert_eq!(numbers(&values), [3, 4, 6, 7, 8]);
        assert_eq!((values.len(), values.first_mut()), (5, Some((3, &mut 'x'))));
        assert!(values.get_mut(5).is_none() && values.get_mut(77).is_none());
    }

    #[test]
    fn leaves_no_more_gaps_than_values() {
        let mut values = filled(4);
        values.remove(2);
        values.remove(3);
        assert_eq!((values.entries.len(), values.len()), (4, 2));
        let mut values = filled(100);
        for number in (2..=99).rev() {
            values.remove(number);
            assert!(values.entries.len() <= 2 * values.len() + 1);
        }
        assert_eq!(numbers(&values), [1, 100]);
        values.remove(1);
        values.remove(100);
        assert_eq!((values.entries.len(), values.first_mut()), (0, None));
    }

    #[test]
    fn knows_those_before_a_number_and_whether_that_is_all() {
        let mut values = filled(4);
        values.remove(2);
        assert_eq!(values.before(4).map(|(number, _)| number).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(values.before(1).count(), 0);
        assert!(values.all_before(5) && !values.all_before(4));
        assert!(ByNumber::<char>::default().all_before(0));
    }

    #[test]
    fn retains_the_values_that_the_caller_keeps() {
        let mut values = filled(3);
        values.insert(2, 'y');
        values.retain(|value| *value == 'y');
        assert_eq!((numbers(&values), values.len()), (vec![2], 1));
    }
}
