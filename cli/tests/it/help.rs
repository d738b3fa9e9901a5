//! Help texts: complete, with examples that the command line itself accepts.

use crate::env::Env;

/// Every visible command with its words.
fn commands(env: &Env) -> Vec<String> {
    let page = env.ok("markdown-help");
    page.lines()
        .filter_map(|line| line.strip_prefix("## cos").map(|words| words.trim().to_owned()))
        .collect()
}

#[test]
fn every_command_has_help_with_an_example() {
    let env = Env::new();
    for words in commands(&env) {
        let help = env.ok(&format!("{words} --help"));
        assert!(help.contains("Usage:"), "{words}");
        let is_group = help.contains("Commands:");
        assert!(is_group || help.contains("Examples:"), "`cos {words}` has no examples");
    }
}

/// Examples are run where there is nothing for them to find: they may fail, but never for their words.
#[test]
fn examples_in_help_are_accepted() {
    let env = Env::new();
    let mut seen = 0;
    for words in commands(&env) {
        // A long example goes on after a backslash.
        let help = env.ok(&format!("{words} --help")).replace("\\\n", "");
        for line in help
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("cos ") || line.contains("| cos "))
        {
            let example = line.rsplit("| ").next().unwrap().split(" > ").next().unwrap();
            let args = example.strip_prefix("cos ").unwrap();
            // The demo is run by its own test, smaller, and a server would serve for ever; here their options are only parsed.
            let long = args.starts_with("demo") || args.starts_with("serve");
            let parse_only = if long { " --help" } else { "" };
            let run = env.cos_words(&unquoted(&format!("{args}{parse_only}")), "");
            seen += 1;
            assert_ne!(run.exit, 2, "`{line}` in the help of `cos {words}`:\n{}", run.stderr);
        }
    }
    assert!(seen > 15, "{seen}");
}

/// The words of a line, as a shell finds them; double quotes and escapes are not needed so far.
fn unquoted(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (at, part) in line.split('\'').enumerate() {
        let is_quoted = at % 2 == 1;
        let mut pieces = part.split(|c: char| !is_quoted && c.is_whitespace());
        words.last_mut().unwrap().push_str(pieces.next().unwrap_or_default());
        words.extend(pieces.map(str::to_owned));
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn explain_knows_every_code() {
    let env = Env::new();
    let list = env.ok("explain --list");
    assert!(list.lines().count() > 40);
    for line in list.lines() {
        let code = line.split_whitespace().next().unwrap();
        let page = env.ok(&format!("explain {code}"));
        assert!(
            page.starts_with(&format!("# {code}: ")) && page.contains("## What to do"),
            "{code}"
        );
    }
}
