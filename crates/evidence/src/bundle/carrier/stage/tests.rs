//! Folders of those who write and of those who died, beside each other.

use super::Stage;
use std::fs;
use std::path::Path;

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn leftovers_go_and_what_somebody_writes_stays() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("deep/release.zip");
    let living = Stage::begin(&target).unwrap();
    fs::create_dir(living.path("files")).unwrap();
    // As a killed process leaves it: a folder that nobody has locked.
    let parent = dir.path().join("deep");
    fs::create_dir_all(parent.join(".cos-evidence-dead/files/a")).unwrap();
    fs::write(parent.join(".cos-evidence-dead/files/a/b"), "half").unwrap();
    // What others call like that, and what a link leads to, is left alone.
    fs::write(parent.join(".cos-evidence-notes"), "").unwrap();
    let elsewhere = dir.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, parent.join(".cos-evidence-link")).unwrap();
    let other = Stage::begin(&target).unwrap();
    assert!(living.path("files").is_dir() && elsewhere.is_dir());
    assert!(!parent.join(".cos-evidence-dead").exists());
    assert_eq!(count(&parent), 4);
    drop((living, other));
    assert_eq!(count(&parent), 2);
}

#[test]
fn many_at_once_do_not_disturb_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("release.zip");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let stage = Stage::begin(&target).unwrap();
                    fs::write(stage.path("mine"), "").unwrap();
                    assert!(stage.path("mine").exists());
                }
            });
        }
    });
    assert_eq!(count(dir.path()), 0);
}
