//! Every path that a Rust file names: in `use` items, expressions, types, attributes and macros.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{File, ItemExternCrate, ItemMod, ItemUse, Macro, MetaList, UseTree};

/// A path without generics, and the number of inline modules around it.
pub struct Named {
    pub segments: Vec<String>,
    pub depth: usize,
}

/// All paths of a file, in order. The last segment of a glob import is `*`.
pub fn named(file: &File) -> Vec<Named> {
    let mut visitor = Paths { found: Vec::new(), depth: 0 };
    visitor.visit_file(file);
    visitor.found
}

struct Paths {
    found: Vec<Named>,
    depth: usize,
}

impl Paths {
    fn add(&mut self, segments: Vec<String>) {
        self.found.push(Named { segments, depth: self.depth });
    }

    fn add_use(&mut self, prefix: &[String], tree: &UseTree) {
        let with = |last: String| [prefix, &[last]].concat();
        match tree {
            UseTree::Path(path) => self.add_use(&with(path.ident.to_string()), &path.tree),
            UseTree::Name(name) => self.add(with(name.ident.to_string())),
            UseTree::Rename(rename) => self.add(with(rename.ident.to_string())),
            UseTree::Glob(_) => self.add(with("*".to_owned())),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.add_use(prefix, item)),
        }
    }

    /// What a macro makes of its tokens is unknown, so each sequence `a::b` in them counts as a
    /// path.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.end_path(&mut path);
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.end_path(&mut path);
                    self.add_tokens(group.stream());
                    colons = 0;
                }
                _ => {
                    self.end_path(&mut path);
                    colons = 0;
                }
            }
        }
        self.end_path(&mut path);
    }

    fn end_path(&mut self, path: &mut Vec<String>) {
        if !path.is_empty() {
            self.add(std::mem::take(path));
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        item.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        self.add_use(&[], &item.tree);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast ItemExternCrate) {
        self.add(vec![item.ident.to_string()]);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let is_inline = usize::from(module.content.is_some());
        self.depth += is_inline;
        visit::visit_item_mod(self, module);
        self.depth -= is_inline;
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.add_tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }

    fn visit_meta_list(&mut self, list: &'ast MetaList) {
        self.add_tokens(list.tokens.clone());
        visit::visit_meta_list(self, list);
    }
}
