//! The patterns of `file_rego_versions`, as the Go library gobwas/glob reads them without separators.
//!
//! `*` and `**` match any text, slashes included; `?` one character; `[abc]`, `[a-z]`, `[!a-z]` one of a class; `{a,b}` an
//! alternative; a backslash takes the next character as it is. What that library gets wrong is refused: stars together with anything
//! but text, `?` and classes beside characters that are not ASCII, empty alternatives, a hyphen at the end of a class, an open
//! brace, a backslash at the end. What is left was compared with OPA's `glob.match` on random patterns.

/// More alternatives than anybody writes.
const MAX_ALTERNATIVES: usize = 256;

/// A compiled pattern.
pub(super) struct Glob {
    alternatives: Vec<Vec<Part>>,
}

#[derive(Clone)]
enum Part {
    Any,
    Class { negated: bool, ranges: Vec<(char, char)> },
    Literal(char),
    One,
}

impl Part {
    fn takes(&self, c: char) -> bool {
        match self {
            Self::Any | Self::One => true,
            Self::Class { negated, ranges } => {
                *negated != ranges.iter().any(|(low, high)| (*low..=*high).contains(&c))
            }
            Self::Literal(own) => *own == c,
        }
    }
}

impl Glob {
    /// Compiles a pattern; `None` when it is malformed, unreliable in OPA or has too many alternatives.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let chars: Vec<char> = pattern.chars().collect();
        let mut at = 0;
        let alternatives = sequence(&chars, &mut at, 0)?;
        let any = |test: fn(&Part) -> bool| alternatives.iter().flatten().any(test);
        let has_star = any(|part| matches!(part, Part::Any));
        let has_one = any(|part| matches!(part, Part::Class { .. } | Part::One));
        let is_reliable = if has_star {
            alternatives.len() == 1 && !has_one
        } else {
            !has_one || pattern.is_ascii()
        };
        (at == chars.len() && is_reliable).then_some(Self { alternatives })
    }

    /// Tells whether the pattern matches all of `text`.
    pub(super) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        self.alternatives.iter().any(|parts| matches(parts, &text))
    }
}

/// Linear apart from going back to the last star.
fn matches(parts: &[Part], text: &[char]) -> bool {
    let (mut part, mut at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < text.len() {
        match parts.get(part) {
            Some(Part::Any) => {
                star = Some((part, at));
                part += 1;
            }
            Some(own) if own.takes(text[at]) => {
                part += 1;
                at += 1;
            }
            _ => {
                let Some((back, from)) = star else { return false };
                star = Some((back, from + 1));
                (part, at) = (back + 1, from + 1);
            }
        }
    }
    parts[part..].iter().all(|rest| matches!(rest, Part::Any))
}

/// Reads up to the end, or up to the `,` or `}` of the braces around it.
fn sequence(chars: &[char], at: &mut usize, depth: usize) -> Option<Vec<Vec<Part>>> {
    let mut done: Vec<Vec<Part>> = vec![Vec::new()];
    while let Some(&c) = chars.get(*at) {
        if depth > 0 && matches!(c, ',' | '}') {
            break;
        }
        *at += 1;
        let choices = match c {
            '{' => braces(chars, at, depth)?,
            '*' => vec![vec![Part::Any]],
            '?' => vec![vec![Part::One]],
            '[' => vec![vec![class(chars, at)?]],
            '\\' => {
                *at += 1;
                vec![vec![Part::Literal(*chars.get(*at - 1)?)]]
            }
            c => vec![vec![Part::Literal(c)]],
        };
        if done.len() * choices.len() > MAX_ALTERNATIVES {
            return None;
        }
        done = done
            .iter()
            .flat_map(|start| choices.iter().map(move |end| [start.as_slice(), end].concat()))
            .collect();
    }
    Some(done)
}

fn braces(chars: &[char], at: &mut usize, depth: usize) -> Option<Vec<Vec<Part>>> {
    if depth > 8 {
        return None;
    }
    let mut choices = Vec::new();
    loop {
        let choice = sequence(chars, at, depth + 1)?;
        // An empty alternative matches nothing in Go's library after a star.
        if choice.iter().any(Vec::is_empty) {
            return None;
        }
        choices.extend(choice);
        *at += 1;
        match chars.get(*at - 1)? {
            ',' => {}
            _ => return Some(choices),
        }
    }
}

fn class(chars: &[char], at: &mut usize) -> Option<Part> {
    let negated = chars.get(*at) == Some(&'!');
    *at += usize::from(negated);
    let mut ranges = Vec::new();
    loop {
        match (*chars.get(*at)?, chars.get(*at + 1), chars.get(*at + 2)) {
            (']', _, _) if !ranges.is_empty() => break,
            (']', _, _) => return None,
            (low, Some('-'), Some(&high)) if high != ']' && low <= high => {
                ranges.push((low, high));
                *at += 3;
            }
            // Go's library takes a hyphen for text at the beginning only.
            ('-', _, _) | (_, Some('-'), _)
                if !ranges.is_empty() || chars.get(*at) != Some(&'-') =>
            {
                return None;
            }
            (c, _, _) => {
                ranges.push((c, c));
                *at += 1;
            }
        }
    }
    *at += 1;
    Some(Part::Class { negated, ranges })
}

#[cfg(test)]
mod tests;
