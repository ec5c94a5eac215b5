//! The public names of `thidua`, and of what they are made, stand in `api.txt`: a change there is a change for embedders.
//!
//! rustdoc tells its JSON on nightly only, so the sources are read as syntax: what a name is, its public fields, variants
//! and functions, and what it implements by hand or by `derive`. `THIDUA_UPDATE=1` writes the file anew; read the difference.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, ItemImpl, Type, UseTree, Visibility};

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Everything public that some file of a crate declares, with the file.
#[derive(Default)]
struct Declared {
    items: BTreeMap<String, Vec<(PathBuf, Item)>>,
    impls: BTreeMap<String, Vec<(PathBuf, ItemImpl)>>,
}

impl Declared {
    fn of(name: &str) -> Self {
        let mut declared = Self::default();
        declared.folder(&crates().join(name).join("src"));
        declared
    }

    fn folder(&mut self, folder: &Path) {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                self.folder(&path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap();
                file.items.into_iter().for_each(|item| self.item(&path, item));
            }
        }
    }

    fn item(&mut self, path: &Path, item: Item) {
        if let Item::Impl(one) = item {
            if let Type::Path(of) = &*one.self_ty {
                let of = of.path.segments.last().unwrap().ident.to_string();
                self.impls.entry(of).or_default().push((path.to_owned(), one));
            }
            return;
        }
        // What a macro is given as items, it declares.
        if let Item::Macro(one) = &item
            && one.ident.is_none()
            && let Ok(given) = syn::parse2::<syn::File>(one.mac.tokens.clone())
        {
            given.items.into_iter().for_each(|item| self.item(path, item));
            return;
        }
        if let Item::Use(one) = &item
            && let UseTree::Path(of) = &one.tree
            && of.ident == "typed_index_collections"
            && let UseTree::Group(names) = &*of.tree
        {
            for name in &names.items {
                let name = name.to_token_stream().to_string();
                self.items.entry(name).or_default().push((path.to_owned(), item.clone()));
            }
            return;
        }
        let (name, seen) = match &item {
            Item::Const(one) => (&one.ident, &one.vis),
            Item::Enum(one) => (&one.ident, &one.vis),
            Item::Fn(one) => (&one.sig.ident, &one.vis),
            Item::Mod(one) => (&one.ident, &one.vis),
            Item::Struct(one) => (&one.ident, &one.vis),
            Item::Trait(one) => (&one.ident, &one.vis),
            Item::Type(one) => (&one.ident, &one.vis),
            Item::Macro(one) if one.ident.is_some() => {
                (one.ident.as_ref().unwrap(), &Visibility::Public(Default::default()))
            }
            _ => return,
        };
        if matches!(seen, Visibility::Public(_)) {
            self.items.entry(name.to_string()).or_default().push((path.to_owned(), item.clone()));
        }
    }

    /// The item of a name that a module gives away, with its file: the nearest file below it that declares one.
    fn found(&self, name: &str, module: &str) -> Option<&(PathBuf, Item)> {
        let all = self.items.get(name)?;
        all.iter().find(|(path, _)| top_module(path) == Some(module.to_owned())).or_else(|| all.first())
    }

    /// What is implemented for a name, by those files only that stand below the same module: others may use the name too.
    fn implemented(&self, name: &str, file: &Path) -> impl Iterator<Item = &ItemImpl> {
        let of = self.impls.get(name).into_iter().flatten();
        of.filter(move |(path, _)| top_module(path) == top_module(file)).map(|(_, one)| one)
    }
}

/// The module of the crate below which a file stands.
fn top_module(path: &Path) -> Option<String> {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str()).collect();
    let below = parts.get(parts.iter().rposition(|part| *part == "src")? + 1)?;
    Some(Path::new(below).file_stem()?.to_str()?.to_owned())
}

/// The names that a crate gives away, each with the module or crate it comes from.
fn exported(lib: &Path) -> BTreeMap<String, String> {
    fn names(tree: &UseTree, from: &str, found: &mut BTreeMap<String, String>) {
        match tree {
            UseTree::Path(path) if from.is_empty() => names(&path.tree, &path.ident.to_string(), found),
            UseTree::Path(path) => names(&path.tree, from, found),
            UseTree::Name(name) => drop(found.insert(name.ident.to_string(), from.to_owned())),
            UseTree::Rename(name) => drop(found.insert(name.rename.to_string(), from.to_owned())),
            UseTree::Group(group) => group.items.iter().for_each(|each| names(each, from, found)),
            UseTree::Glob(_) => panic!("everything of `{from}` is given away: name it one by one"),
        }
    }
    let mut found = BTreeMap::new();
    for item in syn::parse_file(&std::fs::read_to_string(lib).unwrap()).unwrap().items {
        if let Item::Use(one) = item
            && matches!(one.vis, Visibility::Public(_))
        {
            names(&one.tree, "", &mut found);
        }
    }
    found
}

/// Tokens as people write them, near enough.
fn shown(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (from, to) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" ::", "::"),
        ("& ", "&"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" , ", ", "),
        (" ,", ","),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
        (" : ", ": "),
        ("# [", "#["),
        (" ]", "]"),
        ("[ ", "["),
        ("-> ", " -> "),
        ("  ", " "),
        (" ;", ";"),
    ] {
        text = text.replace(from, to);
    }
    text
}

/// What callers feel of the attributes: what is derived, and what may grow.
fn marks(attributes: &[Attribute]) -> Vec<String> {
    let mut marks = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("non_exhaustive") {
            marks.push("non_exhaustive".to_owned());
        }
        if attribute.path().is_ident("derive") {
            let _ = attribute.parse_nested_meta(|one| {
                marks.push(one.path.segments.last().unwrap().ident.to_string());
                Ok(())
            });
        }
    }
    marks
}

/// Whether embedders are offered it: what only the crates below `thidua` tell one another is `#[doc(hidden)]`.
fn is_offered(seen: &Visibility, attributes: &[Attribute]) -> bool {
    let is_hidden = |attribute: &&Attribute| {
        attribute.path().is_ident("doc")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "hidden")
    };
    matches!(seen, Visibility::Public(_)) && !attributes.iter().any(|attribute| is_hidden(&attribute))
}

fn fields(fields: &Fields, lines: &mut Vec<String>) {
    let mut hidden = false;
    for field in fields {
        if is_offered(&field.vis, &field.attrs) {
            let name = field.ident.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
            lines.push(format!("    {name}{}", shown(&field.ty)));
        } else {
            hidden = true;
        }
    }
    if hidden {
        lines.push("    ..".to_owned());
    }
}

fn told(name: &str, (file, item): &(PathBuf, Item), declared: &Declared, lines: &mut Vec<String>) {
    let head = |kind: &str, generics: &dyn Fn() -> String, attributes: &[Attribute]| {
        let marks = marks(attributes);
        let marks = if marks.is_empty() { String::new() } else { format!("  [{}]", marks.join(", ")) };
        format!("{kind} {name}{}{marks}", generics())
    };
    match item {
        Item::Struct(one) => {
            lines.push(head("struct", &|| shown(&one.generics), &one.attrs));
            fields(&one.fields, lines);
        }
        Item::Enum(one) => {
            lines.push(head("enum", &|| shown(&one.generics), &one.attrs));
            for variant in &one.variants {
                lines.push(format!("    {}{}", variant.ident, shown(&variant.fields)));
            }
        }
        Item::Fn(one) => lines.push(shown(&one.sig)),
        Item::Const(one) => lines.push(format!("const {name}: {}", shown(&one.ty))),
        Item::Type(one) => lines.push(format!("type {name} = {}", shown(&one.ty))),
        Item::Trait(one) => {
            lines.push(format!("trait {name}"));
            lines.extend(one.items.iter().map(|item| format!("    {}", shown(item))));
        }
        Item::Macro(_) => lines.push(format!("macro {name}!")),
        _ => lines.push(format!("mod {name}")),
    }
    let mut does = BTreeSet::new();
    for one in declared.implemented(name, file) {
        match &one.trait_ {
            Some((path, _)) => drop(does.insert(format!("    impl {}", shown(path)))),
            None => {
                for item in &one.items {
                    if let ImplItem::Fn(function) = item
                        && is_offered(&function.vis, &function.attrs)
                    {
                        does.insert(format!("    {}", shown(&function.sig)));
                    }
                }
            }
        }
    }
    lines.extend(does);
}

#[test]
fn the_public_names_are_those_that_are_written_down() {
    let own = Declared::of("thidua");
    let others =
        ["thidua-check", "thidua-core", "thidua-report", "thidua-rules", "thidua-table"].map(|name| {
            let exports = exported(&crates().join(name).join("src/lib.rs"));
            (name.replace('-', "_"), Declared::of(name), exports)
        });
    let mut lines = vec![
        "The public names of `thidua`; written by `THIDUA_UPDATE=1 cargo test -p thidua --test api`."
            .to_owned(),
    ];
    let names = exported(&crates().join("thidua/src/lib.rs"));
    for (name, from) in &names {
        let nowhere = String::new();
        let (declared, module) = match others.iter().find(|(other, ..)| other == from) {
            Some((_, declared, exports)) => (declared, exports.get(name).unwrap_or(&nowhere)),
            None => (&own, from),
        };
        lines.push(String::new());
        match declared.found(name, module) {
            Some(item) => told(name, item, declared, &mut lines),
            // Another library declares it, and says what it can do.
            None if module == "arcstr" => lines.push(format!("pub use {module}::{name};")),
            None => panic!("`{name}` of `{from}` is declared nowhere"),
        }
    }
    let is = lines.join("\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("api.txt");
    if std::env::var_os("THIDUA_UPDATE").is_some() {
        std::fs::write(&path, &is).unwrap();
    }
    let was = std::fs::read_to_string(path).unwrap_or_default();
    for (number, (is, was)) in is.lines().zip(was.lines()).enumerate() {
        assert_eq!(is, was, "api.txt:{}: another public name; THIDUA_UPDATE=1 writes it anew", number + 1);
    }
    assert_eq!(
        is.lines().count(),
        was.lines().count(),
        "public names came or went; THIDUA_UPDATE=1 writes api.txt anew"
    );
    assert!(names.len() > 150, "{} names", names.len());
}
