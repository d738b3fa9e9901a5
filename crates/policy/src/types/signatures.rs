//! What OPA's builtins take and give: the table of `signatures.txt`, one a line.

use super::kind::{Function, Key, Kind};
use std::collections::HashMap;
use std::rc::Rc;

const TABLE: &str = include_str!("signatures.txt");

/// Builtins that a module in Rego v1 must not call.
pub(super) const DEPRECATED: &[&str] = &[
    "all",
    "any",
    "cast_array",
    "cast_boolean",
    "cast_null",
    "cast_object",
    "cast_set",
    "cast_string",
    "net.cidr_overlap",
    "re_match",
    "set_diff",
];

/// The builtins by name; a signature is read when it is asked for.
pub(super) struct Signatures {
    lines: HashMap<&'static str, &'static str>,
}

impl Signatures {
    pub(super) fn new() -> Self {
        let lines = TABLE.lines().filter_map(|line| Some((line.split_once('(')?.0, line)));
        Self { lines: lines.collect() }
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        self.lines.contains_key(name)
    }

    pub(super) fn of(&self, name: &str) -> Option<Rc<Function>> {
        Some(Rc::new(signature(self.lines.get(name)?)))
    }
}

/// Reads `name(string, any...) -> boolean`.
fn signature(line: &str) -> Function {
    let (head, result) = line.rsplit_once(" -> ").unwrap_or((line, "nothing"));
    let mut reader = Reader { rest: head.split_once('(').map_or("", |(_, rest)| rest) };
    let (mut args, mut more) = (Vec::new(), Kind::Unknown);
    while !reader.takes(")") && !reader.rest.is_empty() {
        let kind = reader.kind();
        if reader.takes("...") {
            more = kind;
        } else {
            args.push(kind);
        }
        reader.takes(", ");
    }
    Function { args, more, result: Reader { rest: result }.kind() }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn word(&mut self) -> &str {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    fn kind(&mut self) -> Kind {
        match self.word() {
            "null" => Kind::Null,
            "boolean" => Kind::Boolean,
            "number" => Kind::Number,
            "string" => Kind::Text,
            "any" => Kind::one_of(self.listed(Self::kind)),
            "array" => {
                let items = self.listed(Self::kind);
                let rest = if self.takes("[") { self.kind() } else { Kind::Unknown };
                self.takes("]");
                Kind::array(items, rest)
            }
            "set" => {
                self.takes("[");
                let of = self.kind();
                self.takes("]");
                Kind::set(of)
            }
            "object" => {
                let fields = self.listed(|this| {
                    let key = Key::text(this.word());
                    this.takes(": ");
                    (key, this.kind())
                });
                let rest = self.takes("[").then(|| {
                    let key = self.kind();
                    self.takes(": ");
                    (key, self.kind())
                });
                self.takes("]");
                Kind::object(fields, rest)
            }
            _ => Kind::Unknown,
        }
    }

    /// What stands between `<` and `>`.
    fn listed<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut all = Vec::new();
        if self.takes("<") {
            while !self.takes(">") && !self.rest.is_empty() {
                all.push(read(self));
                self.takes(", ");
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_as_it_stands() {
        for line in TABLE.lines() {
            let function = signature(line);
            let mut args: Vec<_> = function.args.iter().map(ToString::to_string).collect();
            if function.more != Kind::Unknown {
                args.push(format!("{}...", function.more));
            }
            let result = match &function.result {
                Kind::Unknown => "nothing".to_owned(),
                result => result.to_string(),
            };
            let name = line.split('(').next().unwrap();
            let again = format!("{name}({}) -> {result}", args.join(", ")).replace('"', "");
            assert_eq!(again, line);
        }
    }
}
