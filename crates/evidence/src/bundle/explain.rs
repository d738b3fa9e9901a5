//! Why something in a bundle is believed: requirement → file → digest → statement → signature → key → purpose → time.
//!
//! A chain is drawn from a verification, so it says nothing that was not checked. What is missing stands in it as missing.

use super::area::Area;
use super::check::{CATALOGUE, Check, Outcome, describe};
use super::contents::{Contents, RequirementInfo, Standing};
use super::error::BundleError;
use super::index;
use super::result::{because, waiver};
use super::role::Role;
use super::seal::SIGNATURE;
use super::verify::Verification;
use cos_core::suggest::nearest;
use cos_objects::Key;
use cos_sign::Trust;
use cos_sign::sigstore::Sealed;
use serde::Serialize;
use std::collections::BTreeMap;

/// Files of one requirement that are shown; what is beyond is counted.
const SHOWN: usize = 20;

/// A chain of reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// What was asked about.
    pub name: String,
    /// `requirement` or `check`.
    pub kind: &'static str,
    /// What it means.
    pub title: String,
    /// The links, what rests on others first.
    pub links: Vec<Link>,
}

/// A link of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What kind of link: `file`, `digest`, `key` and so on.
    pub edge: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub text: String,
    /// What it consists of.
    pub below: Vec<Self>,
}

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It does not hold.
    Fails,
    /// It holds.
    Holds,
    /// It is not there.
    Missing,
    /// It was not asked for, or does not apply.
    Skipped,
    /// It does not hold, and somebody answers for that, or it does not count.
    Warning,
}

impl Chain {
    /// Whether no link is missing or fails.
    pub fn is_whole(&self) -> bool {
        fn whole(links: &[Link]) -> bool {
            let broken = |link: &Link| matches!(link.state, State::Fails | State::Missing);
            links.iter().all(|link| !broken(link) && whole(&link.below))
        }
        whole(&self.links)
    }
}

impl Link {
    fn new(edge: &'static str, state: State, text: impl Into<String>) -> Self {
        Self { edge, state, text: text.into(), below: Vec::new() }
    }
}

/// Draws the chain below `name`, a requirement of the bundle or the id of a check.
pub fn explain(
    area: &Area,
    found: &Verification,
    trust: &Trust,
    name: &str,
) -> Result<Chain, BundleError> {
    let info = CATALOGUE.iter().find(|info| info.id == name);
    let contract = found.contents.as_ref().map(|contents| &contents.contract);
    let files = Files::of(area, found)?;
    let (kind, title, own) = match (info, contract.and_then(|contract| contract.get(name))) {
        (Some(info), _) => {
            ("check", format!("{} ({})", info.title, info.spec), check(found, &files, name))
        }
        (None, Some(asked)) => {
            let because = asked.because.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            let title = format!("at least {} in `{}`{because}", asked.at_least, asked.field);
            ("requirement", title, vec![requirement(found, &files, name, asked)])
        }
        (None, None) if contract.is_none() && !name.contains('.') => {
            let text = "what the bundle asks for is not read before its signature holds";
            (
                "requirement",
                "unknown".to_owned(),
                vec![Link::new("requirement", State::Missing, text)],
            )
        }
        (None, None) => return Err(unknown(name, contract)),
    };
    let links = own.into_iter().chain(trunk(found, trust)).collect();
    Ok(Chain { name: name.to_owned(), kind, title, links })
}

fn unknown(name: &str, contract: Option<&BTreeMap<String, RequirementInfo>>) -> BundleError {
    let asked = contract.into_iter().flat_map(|contract| contract.keys().map(String::as_str));
    let known = asked.chain(CATALOGUE.iter().map(|info| info.id));
    let near = nearest(name, known).map(str::to_owned);
    BundleError::UnknownName { name: name.chars().take(120).collect(), nearest: near }
}

/// The files that the statement lists, with their digests.
#[derive(Default)]
struct Files {
    /// By field: path, digest and where the file came from; the index of the field stands first, where it has one.
    by_field: BTreeMap<String, Vec<(String, String, String)>>,
}

impl Files {
    fn of(area: &Area, found: &Verification) -> Result<Self, BundleError> {
        let (Some(contents), Some(sealed)) = (&found.contents, &found.sealed) else {
            return Ok(Self::default());
        };
        let digest = |path: &str| {
            let subjects = &sealed.statement().subjects;
            subjects.iter().find(|one| one.name == path).map(|one| one.sha256.to_string())
        };
        let mut by_field: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for source in &contents.sources {
            let mine = by_field.entry(source.field.clone()).or_default();
            for file in &source.files {
                let sha256 = digest(&file.path).unwrap_or_default();
                mine.push((file.path.clone(), sha256, file.uri.clone()));
            }
            let Some(info) = &source.index else { continue };
            let sha256 = digest(&info.path).unwrap_or_default();
            mine.push((info.path.clone(), sha256, "made with the bundle".into()));
            if let Ok(path) = Key::new(&*info.path)
                && let Some(text) = area.read(&path, index::MAX_BYTES)?
                && let Ok(lines) = index::read(&text, info)
            {
                let lines = lines.into_iter();
                mine.extend(lines.map(|(line, _)| (line.path, line.sha256, line.uri)));
            }
        }
        Ok(Self { by_field })
    }
}

fn requirement(found: &Verification, files: &Files, id: &str, asked: &RequirementInfo) -> Link {
    // The count is that of the check, which does not believe the statement.
    let met = found.checks.iter().find(|check| check.id == "contract.met" && check.subject == id);
    let state = match (asked.standing(), met.map(|check| check.outcome)) {
        (Standing::Satisfied, Some(Outcome::Pass)) => State::Holds,
        (Standing::Waived, Some(Outcome::Warn)) => State::Warning,
        _ => State::Missing,
    };
    let text = met.map_or_else(|| "was not checked".to_owned(), |check| check.detail.clone());
    let mut link = Link::new("requirement", state, text);
    if let Some(waived) = &asked.waived {
        link.below.push(Link::new("waiver", State::Warning, waiver(waived)));
    }
    let mine = files.by_field.get(&asked.field).map_or(&[][..], Vec::as_slice);
    if mine.is_empty() {
        let state = if asked.waived.is_some() { State::Warning } else { State::Missing };
        link.below.push(Link::new("file", state, "there is none"));
    }
    link.below.extend(mine.iter().take(SHOWN).map(|one| file(found, one)));
    if mine.len() > SHOWN {
        let rest = &mine[SHOWN..];
        let broken = rest.iter().filter(|one| file(found, one).state != State::Holds).count();
        let state = if broken == 0 { State::Holds } else { State::Fails };
        let text = format!("and {} more, {broken} of which are not as listed", rest.len());
        link.below.push(Link::new("file", state, text));
    }
    // What is listed and not there, or not as listed, meets nothing.
    if link.state == State::Holds && link.below.iter().any(|below| below.state != State::Holds) {
        link.state = State::Fails;
    }
    link.below.extend(about_role(found, &asked.field).map(result));
    link
}

/// Checks of the files of a role as a whole.
fn about_role<'v>(found: &'v Verification, field: &str) -> impl Iterator<Item = &'v Check> {
    let prefix = match field.parse() {
        Ok(Role::Receipts) => "receipts.",
        Ok(Role::Report) => "report.",
        Ok(Role::Sbom) => "sbom.",
        Ok(Role::Attestations) => "slsa.",
        Ok(Role::Policy) => "policy.",
        _ => "-",
    };
    let mine = move |check: &&Check| check.id.starts_with(prefix) && check.subject.is_empty();
    found.checks.iter().filter(mine)
}

fn file(found: &Verification, (path, sha256, uri): &(String, String, String)) -> Link {
    let fault = |id: &str| {
        let fails = |check: &&Check| check.outcome == Outcome::Fail && check.subject == *path;
        found.checks.iter().filter(fails).find(|check| check.id == id)
    };
    let state = if fault("files.present").is_some() { State::Missing } else { State::Holds };
    let mut link = Link::new("file", state, format!("{path}, from {uri}"));
    let digest = match (state, fault("files.digest")) {
        (State::Missing, _) => {
            Link::new("digest", State::Missing, format!("sha256 {sha256} is listed"))
        }
        (_, Some(check)) => {
            let text = format!("sha256 {sha256} is listed; the file {}", check.detail);
            Link::new("digest", State::Fails, text)
        }
        _ => Link::new("digest", State::Holds, format!("sha256 {sha256}")),
    };
    link.below.push(digest);
    let about = |check: &&Check| {
        let subject = check.subject.split('#').next().unwrap_or_default();
        subject == *path && !check.id.starts_with("files.")
    };
    link.below.extend(found.checks.iter().filter(about).map(result));
    if link.below.iter().any(|below| below.state == State::Fails) && link.state == State::Holds {
        link.state = State::Fails;
    }
    link
}

fn result(check: &Check) -> Link {
    let state = match check.outcome {
        Outcome::Pass => State::Holds,
        Outcome::Skip => State::Skipped,
        Outcome::Warn => State::Warning,
        Outcome::Fail => State::Fails,
    };
    let detail = if check.detail.is_empty() { describe(check.id).title } else { &check.detail };
    Link::new("check", state, format!("{}: {detail}", check.id))
}

fn check(found: &Verification, files: &Files, id: &str) -> Vec<Link> {
    let results: Vec<_> = found.checks.iter().filter(|check| check.id == id).collect();
    if results.is_empty() {
        let text = "it was not made: there is nothing to make it of, or a check before it failed";
        return vec![Link::new("check", State::Missing, text)];
    }
    let all: Vec<_> = files.by_field.values().flatten().collect();
    let link = |check: &&Check| {
        let mut link = result(check);
        if !check.subject.is_empty() {
            link.text = format!("{}: {}", check.subject, check.detail);
        }
        let subject = check.subject.split('#').next().unwrap_or_default();
        if let Some(one) = all.iter().find(|(path, ..)| path == subject) {
            let mut own = file(found, one);
            own.below.retain(|below| below.edge == "digest");
            link.below.push(own);
        }
        link
    };
    results.iter().take(SHOWN).map(link).collect()
}

/// What everything in a bundle rests on.
fn trunk(found: &Verification, trust: &Trust) -> Vec<Link> {
    let Some(sealed) = &found.sealed else {
        let why = found.checks.iter().find(|check| check.id.starts_with("signature."));
        let why = why.map_or_else(String::new, |check| check.detail.clone());
        return vec![
            Link::new("statement", State::Missing, "nobody who counts signed one"),
            Link::new("signature", State::Fails, format!("{SIGNATURE}: {why}")),
            Link::new("key", State::Missing, "none that the trust file names for evidence"),
            Link::new("time", State::Missing, "none is proven"),
        ];
    };
    let mut links = vec![statement(found, sealed)];
    links.push(Link::new("signature", State::Holds, SIGNATURE));
    links.push(Link::new("key", State::Holds, sealed.signer().to_string()));
    links.push(Link::new("purpose", State::Holds, because(sealed.signer(), trust)));
    links.extend(sealed.times().iter().map(|time| {
        let text = format!("before {}, by the clock of {}", time.at, time.clock);
        Link::new("time", State::Holds, text)
    }));
    if sealed.times().is_empty() {
        links.push(Link::new("time", State::Missing, "nothing proves when it was signed"));
    }
    links
}

fn statement(found: &Verification, sealed: &Sealed) -> Link {
    let fails =
        |check: &&Check| check.outcome == Outcome::Fail && check.id.starts_with("statement.");
    let contents: Option<&Contents> = found.contents.as_ref();
    match (contents, found.checks.iter().find(fails)) {
        (Some(contents), None) => {
            let text = format!("sha256 {}, release {}", sealed.digest(), contents.version);
            Link::new("statement", State::Holds, text)
        }
        (_, fault) => {
            let why = fault.map_or("it cannot be read", |check| &check.detail);
            Link::new("statement", State::Fails, format!("sha256 {}: {why}", sealed.digest()))
        }
    }
}
