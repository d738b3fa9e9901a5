//! A JSON value that knows its path, so that every refusal can say `keys[0].retired.logs`, line and column.
//!
//! Knows no field of the trust file.

use std::borrow::Cow;
use std::str::FromStr;

use cos_core::clock::Timestamp;
use cos_core::json::{self, JsonError, Kind, Value};

use crate::trust::error::{Place, TrustError, TrustProblem};

pub(in crate::trust) struct Field<'a> {
    source: &'a [u8],
    value: Value<'a>,
    path: String,
}

/// Reports a text that is not strict JSON.
pub(super) fn syntax_error(source: &[u8], error: JsonError) -> TrustError {
    let (line, column) = error.line_column(source);
    TrustError {
        file: None,
        place: Some(Place { line, column, field: String::new() }),
        problem: TrustProblem::Syntax(error.kind),
    }
}

impl<'a> Field<'a> {
    pub(super) fn root(source: &'a [u8], value: Value<'a>) -> Self {
        Self { source, value, path: String::new() }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn error(&self, problem: TrustProblem) -> TrustError {
        let (line, column) = json::line_column(self.source, self.value.offset());
        let place = Place { line, column, field: self.path.clone() };
        TrustError { file: None, place: Some(place), problem }
    }

    pub(super) fn value(&self, problem: String) -> TrustError {
        self.error(TrustProblem::Value(problem))
    }

    /// The error of a field that holds something else than `what`.
    pub(super) fn wanted(&self, what: &str) -> TrustError {
        self.value(format!("write {what}"))
    }

    /// The fields of an object that has all of `names` and no other.
    pub(super) fn members<const N: usize>(
        &self,
        names: [&str; N],
    ) -> Result<[Self; N], TrustError> {
        self.members_and(names, []).map(|(members, [])| members)
    }

    /// The fields of an object that has all of `names`, some of `others` and nothing else.
    pub(super) fn members_and<const N: usize, const M: usize>(
        &self,
        names: [&str; N],
        others: [&str; M],
    ) -> Result<([Self; N], [Option<Self>; M]), TrustError> {
        for (name, field) in self.entries()? {
            if !names.contains(&&*name) && !others.contains(&&*name) {
                return Err(field.value("unknown field".into()));
            }
        }
        for name in names {
            self.member(name)?;
        }
        let members = names.map(|name| self.member(name).expect("every member was found just now"));
        Ok((members, others.map(|name| self.member(name).ok())))
    }

    /// The one field of an object that has one field.
    pub(super) fn only_member(&self, what: &str) -> Result<(Cow<'a, str>, Self), TrustError> {
        let mut entries = self.entries()?;
        match (entries.next(), entries.next()) {
            (Some(entry), None) => Ok(entry),
            _ => Err(self.wanted(what)),
        }
    }

    /// The value as it stands, for others to read.
    pub(super) fn json(&self) -> serde_json::Value {
        self.value.to_json()
    }

    /// One field of an object.
    pub(super) fn member(&self, name: &str) -> Result<Self, TrustError> {
        if self.value.kind() != Kind::Object {
            return Err(self.wanted("an object"));
        }
        let value = self.value.get(name);
        let value = value.ok_or_else(|| self.value(format!("the field `{name}` is missing")))?;
        Ok(self.at(value, &self.join(name)))
    }

    /// The members of an object under any names.
    pub(super) fn entries(&self) -> Result<impl Iterator<Item = (Cow<'a, str>, Self)>, TrustError> {
        if self.value.kind() != Kind::Object {
            return Err(self.wanted("an object"));
        }
        Ok(self.value.members().map(|(name, value)| {
            let name = name.string().unwrap_or_default();
            let field = self.at(value, &self.join(&name));
            (name, field)
        }))
    }

    /// The items of an array.
    pub(super) fn items(&self) -> Result<impl Iterator<Item = Self>, TrustError> {
        if self.value.kind() != Kind::Array {
            return Err(self.wanted("an array"));
        }
        let items = self.value.items().enumerate();
        Ok(items.map(|(index, value)| self.at(value, &format!("{}[{index}]", self.path))))
    }

    /// The field unless it is `null`.
    pub(super) fn optional(self) -> Option<Self> {
        (self.value.kind() != Kind::Null).then_some(self)
    }

    pub(super) fn string(&self) -> Result<Cow<'a, str>, TrustError> {
        self.value.string().ok_or_else(|| self.wanted("a string"))
    }

    pub(super) fn parsed<T: FromStr>(&self, what: &str) -> Result<T, TrustError> {
        self.string()?.parse().map_err(|_| self.wanted(what))
    }

    pub(super) fn count(&self) -> Result<u64, TrustError> {
        let count = self.value.integer().and_then(|number| u64::try_from(number).ok());
        count.ok_or_else(|| self.wanted("a whole number that is not negative"))
    }

    /// A time in the one spelling that this program writes.
    pub(super) fn time(&self) -> Result<Timestamp, TrustError> {
        let text = self.string()?;
        let time = Timestamp::parse(&text).filter(|time| time.to_string() == text);
        time.ok_or_else(|| {
            self.wanted("a time in UTC and whole seconds such as `2026-01-31T09:00:00Z`")
        })
    }

    /// A time that is not before `start`.
    pub(super) fn time_from(&self, start: Timestamp) -> Result<Timestamp, TrustError> {
        let time = self.time()?;
        if time < start { Err(self.error(TrustProblem::Validity)) } else { Ok(time) }
    }

    fn at(&self, value: Value<'a>, path: &str) -> Self {
        Self { source: self.source, value, path: path.to_owned() }
    }

    fn join(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}
