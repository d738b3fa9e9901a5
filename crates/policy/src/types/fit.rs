//! Whether terms can have values of types, and what their variables are then.

use super::check::Checker;
use super::kind::{Array, Kind, Object};
use super::term::{Form, Term};

impl Checker {
    /// Whether two operands of an equality can be equal.
    pub(super) fn agree(&mut self, left: &Term, one: &Kind, right: &Term, other: &Kind) -> bool {
        match (one.has_unknown(), other.has_unknown()) {
            (true, false) => return self.fits(left, other, false),
            (false, true) => return self.fits(right, one, false),
            (false, false) => return one.meets(other),
            (true, true) => {}
        }
        match (&left.form, &right.form) {
            (Form::Array(one), Form::Array(other)) => {
                one.len() == other.len()
                    && one.iter().zip(other).all(|(one, other)| self.pair(one, other))
            }
            (Form::Object(one), Form::Object(other)) => self.same_fields(one, other),
            (Form::Var(_) | Form::Array(_) | Form::Object(_), Form::Var(_)) => {
                self.follows(left, right)
            }
            (Form::Var(_), Form::Array(_) | Form::Object(_)) => self.follows(right, left),
            (Form::Var(_), _) if *other != Kind::Unknown => self.fits(left, other, false),
            (_, Form::Var(_)) if *one != Kind::Unknown => self.fits(right, one, false),
            _ => false,
        }
    }

    fn pair(&mut self, one: &Term, other: &Term) -> bool {
        let (kind, other_kind) = (self.kind(one), self.kind(other));
        self.agree(one, &kind, other, &other_kind)
    }

    /// A variable is what a term is, of which nothing is known.
    fn follows(&mut self, term: &Term, var: &Term) -> bool {
        if !self.fits(term, &Kind::any(), false) {
            return false;
        }
        let kind = self.kind(term);
        self.fits(var, &kind, false)
    }

    fn same_fields(&mut self, one: &[(Term, Term)], other: &[(Term, Term)]) -> bool {
        if one.len() != other.len() {
            return false;
        }
        one.iter().all(|(key, value)| {
            let own = key.constant();
            let same = |other: &&(Term, Term)| own.is_some() && other.0.constant() == own;
            // OPA takes the same variable for the same key.
            let same_var = |other: &&(Term, Term)| {
                matches!((&key.form, &other.0.form), (Form::Var(a), Form::Var(b)) if a == b)
            };
            let found = other.iter().find(|field| same(field) || same_var(field));
            found.is_some_and(|(_, found)| self.pair(value, found))
        })
    }

    /// Whether a term can have a value of a type. `adds`: its variables may be that, too, and need not.
    pub(super) fn fits(&mut self, term: &Term, kind: &Kind, adds: bool) -> bool {
        match &term.form {
            Form::Var(var) => {
                let own = self.var(*var);
                if adds {
                    self.put(*var, own.or(kind));
                    return true;
                }
                if own != Kind::Unknown {
                    return own.meets(kind);
                }
                self.put(*var, kind.clone());
                true
            }
            Form::Array(items) => match kind {
                Kind::Array(array) => self.fits_array(items, array, adds),
                _ => self.fits_union(term, kind),
            },
            Form::Object(fields) => match kind {
                Kind::Object(object) => self.fits_object(fields, object, adds),
                _ => self.fits_union(term, kind),
            },
            Form::Set(items) => match kind {
                Kind::Set(of) => items.iter().all(|item| self.fits(item, of, adds)),
                _ => self.fits_union(term, kind),
            },
            _ => self.kind(term).meets(kind),
        }
    }

    /// A collection against one of several types.
    fn fits_union(&mut self, term: &Term, kind: &Kind) -> bool {
        let Kind::Any(of) = kind else { return false };
        if of.is_empty() {
            let mut children = Vec::new();
            term.for_each_child(&mut |child| children.push(child));
            for child in children {
                self.fits(child, kind, true);
            }
            return true;
        }
        let mut found = false;
        for one in of.iter() {
            found |= self.fits(term, one, true);
        }
        found
    }

    fn fits_array(&mut self, items: &[Term], array: &Array, adds: bool) -> bool {
        if items.len() != array.items.len() && array.rest == Kind::Unknown {
            return false;
        }
        items.iter().enumerate().all(|(at, item)| self.fits(item, &array.at(at), adds))
    }

    fn fits_object(&mut self, fields: &[(Term, Term)], object: &Object, adds: bool) -> bool {
        if fields.len() != object.fields.len() && object.rest_value() == Kind::Unknown {
            return false;
        }
        fields.iter().all(|(key, value)| {
            let Some(key) = key.constant() else {
                self.fits(value, &Kind::any(), adds);
                return true;
            };
            let kind = object.select(&key);
            kind != Kind::Unknown && self.fits(value, &kind, adds)
        })
    }
}
