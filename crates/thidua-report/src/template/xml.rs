use quick_xml::escape::{partial_escape, resolve_predefined_entity};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::{Reader, Writer, XmlVersion};
use thidua_core::{Text, text};

/// Nothing that people write is nested deeper.
const DEPTH_MAX: usize = 200;

/// A piece of a part of a document: what concerns fields is told apart, the rest is kept as it was written.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Element(Element),
    /// A run's text (`w:t`), its entities resolved.
    Words(String),
    Other(Event<'static>),
}

#[derive(Clone, Debug)]
pub(super) struct Element {
    head: BytesStart<'static>,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn is(&self, name: &str) -> bool {
        self.head.name().as_ref() == name
    }

    pub(super) fn empty(name: &'static str) -> Self {
        Self { head: BytesStart::new(name), children: Vec::new() }
    }
}

/// Reads a part.
pub(super) fn read(part: &str, bytes: &[u8]) -> Result<Vec<Node>, Text> {
    let damaged = |why: &dyn std::fmt::Display| {
        text!("phần `{part}` không đọc được ({why})", "the part `{part}` cannot be read ({why})")
    };
    let source = std::str::from_utf8(bytes).map_err(|error| damaged(&error))?;
    if let Some(sign) = source.chars().find(|sign| !is_of_xml(*sign)) {
        return Err(damaged(&format!("U+{:04X}", u32::from(sign))));
    }
    let mut reader = Reader::from_str(source);
    // The innermost element that is still open is last.
    let mut open: Vec<Element> = Vec::new();
    let mut nodes = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| damaged(&error))?;
        // What stands in a template stands in the document: what Word would not open is told before it is made.
        if let Some(wrong) = unsound(&event) {
            return Err(damaged(&wrong));
        }
        let node = match event {
            Event::Eof if open.is_empty() && nodes.iter().any(|node| matches!(node, Node::Element(_))) => {
                return Ok(nodes);
            }
            Event::Eof => return Err(damaged(&"EOF")),
            Event::Start(head) => {
                if open.len() >= DEPTH_MAX {
                    return Err(damaged(&format!("> {DEPTH_MAX}")));
                }
                open.push(Element { head: head.into_owned(), children: Vec::new() });
                continue;
            }
            Event::End(_) => match open.pop() {
                Some(element) if element.is("w:t") => Node::Words(words(element)),
                Some(element) => Node::Element(element),
                None => return Err(damaged(&"</>")),
            },
            Event::Empty(head) => Node::Element(Element { head: head.into_owned(), children: Vec::new() }),
            other => Node::Other(other.into_owned()),
        };
        match open.last_mut() {
            Some(element) => element.children.push(node),
            None => nodes.push(node),
        }
    }
}

/// The signs that XML 1.0 has.
fn is_of_xml(sign: char) -> bool {
    matches!(sign, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// What the reader lets pass and XML 1.0 does not.
fn unsound(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Start(head) | Event::Empty(head) => {
            let sound =
                head.attributes().all(|attribute| attribute.is_ok_and(|attribute| is_value(&attribute)));
            (!sound).then(|| format!("<{}>", head.name().as_ref()))
        }
        Event::Text(text) => text.contains("]]>").then(|| "]]>".to_owned()),
        Event::GeneralRef(reference) => referred(reference).is_none().then(|| format!("&{};", &**reference)),
        _ => None,
    }
}

fn is_value(attribute: &Attribute<'_>) -> bool {
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    !attribute.value.contains('<') && value.is_ok_and(|value| value.chars().all(is_of_xml))
}

/// The sign that a reference such as `&lt;` or `&#7847;` stands for.
fn referred(reference: &BytesRef<'_>) -> Option<char> {
    let sign = match reference.resolve_char_ref() {
        Ok(Some(sign)) => Some(sign),
        Ok(None) => {
            resolve_predefined_entity(&reference.xml10_content()).and_then(|sign| sign.chars().next())
        }
        Err(_) => None,
    };
    sign.filter(|sign| is_of_xml(*sign))
}

/// What is written between the ends of a `w:t`.
fn words(element: Element) -> String {
    let mut words = String::new();
    for node in element.children {
        match node {
            Node::Other(Event::Text(text)) => words.push_str(&text.xml10_content()),
            Node::Other(Event::CData(text)) => words.push_str(&text.xml10_content()),
            Node::Other(Event::GeneralRef(reference)) => words.extend(referred(&reference)),
            _ => {}
        }
    }
    words
}

/// Writes a part.
pub(super) fn write(nodes: &[Node]) -> Result<Vec<u8>, String> {
    let mut writer = Writer::new(Vec::new());
    write_all(&mut writer, nodes).map_err(|error| error.to_string())?;
    Ok(writer.into_inner())
}

fn write_all(writer: &mut Writer<Vec<u8>>, nodes: &[Node]) -> std::io::Result<()> {
    for node in nodes {
        match node {
            Node::Element(element) if element.children.is_empty() => {
                writer.write_event(Event::Empty(element.head.borrow()))?;
            }
            Node::Element(element) => {
                writer.write_event(Event::Start(element.head.borrow()))?;
                write_all(writer, &element.children)?;
                let name = element.head.name();
                writer.write_event(Event::End(BytesEnd::new(name.as_ref())))?;
            }
            Node::Words(words) => {
                // Word drops spaces at either end of a text that does not say that they are meant.
                let written = format!("<w:t xml:space=\"preserve\">{}</w:t>", partial_escape(words.as_str()));
                writer.get_mut().extend_from_slice(written.as_bytes());
            }
            Node::Other(event) => writer.write_event(event.borrow())?,
        }
    }
    Ok(())
}
