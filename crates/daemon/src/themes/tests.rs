//! Where a rollback leads to, by what happened before.

use super::{Target, earlier};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::ids::Jti;
use cos_state::{Activation, ActivationKind};

fn digest(name: char) -> Option<Digest> {
    (name != '-').then(|| Digest::of(&[name as u8]))
}

/// A history in letters: `a` is activated, `<a` is rolled back to, `-` is the default theme.
fn history(text: &str) -> Vec<Activation> {
    let (mut steps, mut from, mut kind) = (Vec::new(), None, ActivationKind::Activated);
    let mut numbers = 1..;
    for name in text.chars() {
        if name == '<' {
            kind = ActivationKind::RolledBack;
            continue;
        }
        let to = digest(name);
        let seq = numbers.next().unwrap();
        let (at, jti) = (Timestamp(0), Jti::from_parts(0, [0; 10]));
        let (reason, by) = (String::new(), String::new());
        steps.push(Activation { seq, kind, from, to, reason, jti, at, by });
        (from, kind) = (to, ActivationKind::Activated);
    }
    steps
}

#[test]
fn the_one_before_is_below_on_the_pile() {
    for (before, leads_to) in [
        ("a", '-'),
        ("ab", 'a'),
        ("abc<b", 'a'),
        ("abc<b<a", '-'),
        ("ab<ac", 'a'),
        ("aba", 'b'),
        ("aba<b", 'a'),
        ("abc<-d", '-'),
        // Rolled back to what was taken back before: it is on top of where it was put.
        ("ab<a<b", 'a'),
    ] {
        assert_eq!(
            earlier(&history(before), Target::Earlier).unwrap(),
            digest(leads_to),
            "{before}"
        );
    }
    for before in ["", "a<-", "ab<a<-"] {
        let refused = earlier(&history(before), Target::Earlier).unwrap_err();
        assert_eq!(refused.problem().code, "COS-THM-0017", "{before}");
    }
}

#[test]
fn what_was_never_in_force_cannot_come_back() {
    let to = |name| match digest(name) {
        Some(digest) => Target::Theme(digest),
        None => Target::Default,
    };
    for (before, name, leads_there) in [
        ("abc", 'a', true),
        ("abc", '-', true),
        ("abc<a", 'c', true),
        ("abc", 'd', false),
        ("abc", 'c', false),
        ("", '-', false),
    ] {
        let found = earlier(&history(before), to(name));
        assert_eq!(found.is_ok_and(|it| it == digest(name)), leads_there, "{before} to {name}");
    }
}
