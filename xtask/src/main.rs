//! `cargo xtask TASK`: everything the repository does to itself, as one small program.
//!
//! It depends on none of our crates, so that a tree that does not compile can still be checked, and it never changes
//! a file outside the target directory except for `gen`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what a task does")]

use std::env;
use std::process::ExitCode;

mod bench;
mod debs;
mod fuzz;
mod generate;
mod interop;
mod stamp;
mod test;
mod tidy;
mod tools;
mod wheels;

const HELP: &str = "\
Usage: cargo xtask TASK

  test [--quick]              Install what the tests need, then run every check and test.
                              --quick leaves out the installs and the fuzz run
  install                     Install what the tests need, and run none
  tidy                        Check the rules that no compiler checks
  gen [--check]               Write the generated files, or only report those that are stale
  fuzz [TARGET] [--seconds N] Fuzz one parser, or each in turn (default 60 seconds each).
       [--keep]               --keep adds what reached new code to fuzz/corpus
  bench [NAME ...]            Run the named benches, or all, and print one Markdown table
";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["test"] => test::run(test::Extent::Full),
        ["test", "--quick"] => test::run(test::Extent::Quick),
        ["install"] => test::install().map(drop),
        ["tidy"] => tidy::run(),
        ["gen"] => generate::run(generate::Mode::Write),
        ["gen", "--check"] => generate::run(generate::Mode::Check),
        ["fuzz", rest @ ..] => fuzz::Request::parse(rest).and_then(|request| fuzz::run(&request)),
        ["bench", names @ ..] => bench::run(names),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("error: no task `{}`\n\n{HELP}", words.join(" "));
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
