//! The known name that a misspelt one was probably meant to be, for messages that end in “did you mean”.

/// Returns the name among `known` that is nearest to `name`; `None` when none is near enough to be a likely slip.
///
/// Near enough is one slip for every three characters of the longer name, and at least one: a character left out, put in,
/// replaced, or swapped with its neighbour. Case does not count as a slip. Of two equally near names the first one is returned.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    let wanted = letters(name);
    if wanted.is_empty() || wanted.len() > LONGEST {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let found = letters(candidate);
        let allowed = (wanted.len().max(found.len()) / 3).max(1);
        if found.len() > LONGEST || wanted.len().abs_diff(found.len()) > allowed {
            continue;
        }
        let slips = distance(&wanted, &found);
        // Names of two characters have nothing left in common after two slips, and little after one.
        let alike = slips < wanted.len().min(found.len());
        if alike && slips <= allowed && best.is_none_or(|(fewest, _)| slips < fewest) {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn letters(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// Damerau-Levenshtein distance in its restricted form (no character is edited twice), which is what typing slips are.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, &left) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &right) in b.iter().enumerate() {
            let replaced = above[j] + usize::from(left != right);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && left == b[j - 1] && a[i - 1] == right {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests;
