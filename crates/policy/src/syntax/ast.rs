//! Rego as a tree of our own: what the parser of the engine found, with spans that hold the whole construct.
//!
//! The engine's tree is unstable and leaves the quotes out of the spans of strings; analysis and rewriting work on this one. It knows
//! nothing of meaning: names are not resolved here.

use std::ops::Range;

/// A range of bytes in the text of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// The smallest span that holds both.
    pub(crate) fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A module.
#[derive(Debug)]
pub(crate) struct Module {
    /// `["companyos", "authz"]`.
    pub(crate) package: Vec<String>,
    pub(crate) imports: Vec<Import>,
    pub(crate) rules: Vec<Rule>,
}

/// `import data.a.b as c`.
#[derive(Debug)]
pub(crate) struct Import {
    /// `["data", "a", "b"]`.
    pub(crate) path: Vec<String>,
    /// The name it is known by.
    pub(crate) alias: String,
}

/// One definition of a rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// From the first byte of the head to the last of the last body.
    pub(crate) span: Span,
    pub(crate) kind: RuleKind,
    /// The name and what follows it, without the key of a partial rule: `allow`, `a.b`, `a[x].b`.
    pub(crate) name: Expr,
    /// The head alone.
    pub(crate) head: Span,
    /// The element of a set rule, or the key of an object rule.
    pub(crate) key: Option<Expr>,
    /// What stands behind `=` or `:=` in the head.
    pub(crate) value: Option<Expr>,
    /// The arguments of a function.
    pub(crate) args: Vec<Expr>,
    /// Empty for a rule that always holds.
    pub(crate) bodies: Vec<Body>,
}

/// What a definition contributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleKind {
    /// `allow := true if …`
    Complete,
    /// `default allow := false`
    Default,
    /// `f(x) := y if …`
    Function,
    /// `p[key] := value if …`
    Object,
    /// `p contains key if …`
    Set,
}

/// `{ … }`, or what stands behind `else`.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) span: Span,
    pub(crate) is_else: bool,
    /// The value of an `else`.
    pub(crate) value: Option<Expr>,
    pub(crate) query: Query,
}

/// Statements that hold together.
#[derive(Debug)]
pub(crate) struct Query {
    /// With the braces, where there are any.
    pub(crate) span: Span,
    pub(crate) statements: Vec<Statement>,
}

/// A statement and its `with` modifiers.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) span: Span,
    pub(crate) kind: StatementKind,
    pub(crate) with: Vec<With>,
}

/// What a statement says.
#[derive(Debug)]
pub(crate) enum StatementKind {
    /// `every k, v in domain { … }`
    Every {
        names: Vec<String>,
        domain: Expr,
        query: Query,
    },
    Expr(Expr),
    Not(Expr),
    /// `some x, y`
    Some(Vec<String>),
    /// `some k, v in collection`
    SomeIn {
        key: Option<Expr>,
        value: Expr,
        collection: Expr,
    },
}

/// `with target as value`.
#[derive(Debug)]
pub(crate) struct With {
    pub(crate) span: Span,
    pub(crate) target: Expr,
    pub(crate) value: Expr,
}

/// An expression.
#[derive(Debug)]
pub(crate) struct Expr {
    pub(crate) span: Span,
    pub(crate) kind: ExprKind,
}

/// The forms of expressions.
#[derive(Debug)]
pub(crate) enum ExprKind {
    Array(Vec<Expr>),
    /// Comparison, arithmetic, set operation or assignment.
    Binary {
        op: Op,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Bool(bool),
    Call {
        name: Box<Expr>,
        args: Vec<Expr>,
    },
    /// `[…| …]`, `{…| …}`, `{…: …| …}`: terms, then the query.
    Comprehension {
        terms: Vec<Expr>,
        query: Box<Query>,
    },
    /// `base[index]`
    Index {
        base: Box<Expr>,
        index: Box<Expr>,
    },
    /// `base.field`
    Field {
        base: Box<Expr>,
        name: String,
    },
    /// `key, value in collection`
    Member {
        key: Option<Box<Expr>>,
        value: Box<Expr>,
        collection: Box<Expr>,
    },
    Minus(Box<Expr>),
    Null,
    Number,
    Object(Vec<(Expr, Expr)>),
    Set(Vec<Expr>),
    Text(String),
    Var(String),
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Add,
    /// `:=`
    Assign,
    Div,
    /// `==`
    Eq,
    Ge,
    Gt,
    /// `&`
    Intersection,
    Le,
    Lt,
    Mod,
    Mul,
    Ne,
    Sub,
    /// `=`
    Unify,
    /// `|`
    Union,
}

impl Op {
    /// Whether it compares; the result is a boolean.
    pub(crate) fn compares(self) -> bool {
        matches!(self, Self::Eq | Self::Ge | Self::Gt | Self::Le | Self::Lt | Self::Ne)
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Assign => ":=",
            Self::Div => "/",
            Self::Eq => "==",
            Self::Ge => ">=",
            Self::Gt => ">",
            Self::Intersection => "&",
            Self::Le => "<=",
            Self::Lt => "<",
            Self::Mod => "%",
            Self::Mul => "*",
            Self::Ne => "!=",
            Self::Sub => "-",
            Self::Unify => "=",
            Self::Union => "|",
        }
    }
}

impl Expr {
    /// The variable that a chain of fields and indexes begins with, and the chain: `input.a["b"][x]` is `input` and `.a`, `["b"]`, `[x]`.
    pub(crate) fn chain(&self) -> Option<(&str, Vec<Link<'_>>)> {
        let mut links = Vec::new();
        let mut at = self;
        loop {
            match &at.kind {
                ExprKind::Field { base, name } => {
                    links.push(Link::Name(name));
                    at = base;
                }
                ExprKind::Index { base, index } => {
                    links.push(match &index.kind {
                        ExprKind::Text(text) => Link::Name(text),
                        _ => Link::Expr(index),
                    });
                    at = base;
                }
                ExprKind::Var(name) => {
                    links.reverse();
                    return Some((name, links));
                }
                _ => return None,
            }
        }
    }

    /// The dotted path, where all of it is constant: `data.a.b`, `startswith`, `io.jwt.decode`.
    pub(crate) fn path(&self) -> Option<Vec<String>> {
        let (root, links) = self.chain()?;
        let mut path = vec![root.to_owned()];
        for link in links {
            let Link::Name(name) = link else { return None };
            path.push(name.to_owned());
        }
        Some(path)
    }

    /// Whether it is written out: scalars, and collections of them.
    pub(crate) fn is_constant(&self) -> bool {
        match &self.kind {
            ExprKind::Bool(_) | ExprKind::Null | ExprKind::Number | ExprKind::Text(_) => true,
            ExprKind::Array(_) | ExprKind::Minus(_) | ExprKind::Object(_) | ExprKind::Set(_) => {
                let mut all = true;
                self.for_each_child(&mut |child| all &= child.is_constant());
                all
            }
            _ => false,
        }
    }

    /// Calls `visit` on the expressions directly below this one; not on those inside the queries of comprehensions.
    pub(crate) fn for_each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match &self.kind {
            ExprKind::Array(items) | ExprKind::Set(items) => items.iter().for_each(visit),
            ExprKind::Binary { left, right, .. } => {
                visit(left);
                visit(right);
            }
            ExprKind::Call { name, args } => {
                visit(name);
                args.iter().for_each(visit);
            }
            ExprKind::Comprehension { terms, .. } => terms.iter().for_each(visit),
            ExprKind::Index { base, index } => {
                visit(base);
                visit(index);
            }
            ExprKind::Field { base, .. } => visit(base),
            ExprKind::Member { key, value, collection } => {
                if let Some(key) = key {
                    visit(key);
                }
                visit(value);
                visit(collection);
            }
            ExprKind::Minus(inner) => visit(inner),
            ExprKind::Object(fields) => {
                for (key, value) in fields {
                    visit(key);
                    visit(value);
                }
            }
            ExprKind::Bool(_)
            | ExprKind::Null
            | ExprKind::Number
            | ExprKind::Text(_)
            | ExprKind::Var(_) => {}
        }
    }
}

/// One step of a chain.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Link<'a> {
    Expr(&'a Expr),
    Name(&'a str),
}
