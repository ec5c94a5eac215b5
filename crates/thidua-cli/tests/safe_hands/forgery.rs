//! Whatever is done to the record or the results, `verify` finds it.

use serde_json::Value;
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey};

use crate::{Movement, code, text, thidua};

const RECORD: &str = "results/run-record.json";

/// The names of the results, as the record has them.
fn results(movement: &Movement) -> Vec<String> {
    let record: Value = serde_json::from_str(&movement.read(RECORD)).unwrap();
    let files = record["results"].as_array().unwrap().iter();
    files.map(|file| format!("results/{}", file["file"].as_str().unwrap())).collect()
}

fn digest(movement: &Movement) -> String {
    let output = thidua(&["verify", movement.path(), "--format", "json"]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    said["sha256"].as_str().unwrap().to_owned()
}

/// Forges a file, sees that it is found, and puts everything back.
fn found(movement: &Movement, what: &str, file: &str, forge: impl FnOnce()) {
    let before = std::fs::read(movement.at(file)).ok();
    forge();
    let differences = movement.differences(&[]);
    assert!(!differences.is_empty(), "{what} of {file} was not found");
    if movement.at(file).is_dir() {
        std::fs::remove_dir_all(movement.at(file)).unwrap();
    } else {
        let _ = std::fs::remove_file(movement.at(file));
    }
    if let Some(before) = before {
        std::fs::write(movement.at(file), before).unwrap();
    }
}

#[test]
fn every_forgery_of_results_and_record_is_found() {
    let movement = Movement::with_results();
    let names = results(&movement);
    let mut count = 0;
    let mut forge = |what: &str, file: &str, forge: &dyn Fn()| {
        found(&movement, what, file, forge);
        count += 1;
    };
    for (position, file) in names.iter().enumerate() {
        let (path, bytes) = (movement.at(file), std::fs::read(movement.at(file)).unwrap());
        let write = |bytes: &[u8]| std::fs::write(&path, bytes).unwrap();
        forge("removal", file, &|| std::fs::remove_file(&path).unwrap());
        forge("emptying", file, &|| write(b""));
        forge("an added line", file, &|| write(&[&bytes[..], b"x\n"].concat()));
        forge("a lost end", file, &|| write(&bytes[..bytes.len() - 1]));
        forge("a changed letter", file, &|| {
            let mut changed = bytes.clone();
            changed[bytes.len() / 2] ^= 1;
            write(&changed);
        });
        forge("a link in its place", file, &|| {
            std::fs::remove_file(&path).unwrap();
            std::os::unix::fs::symlink(movement.at("points.csv"), &path).unwrap();
        });
        forge("a folder in its place", file, &|| {
            std::fs::remove_file(&path).unwrap();
            std::fs::create_dir(&path).unwrap();
        });
        let other = &names[(position + 1) % names.len()];
        forge("another result in its place", file, &|| write(&std::fs::read(movement.at(other)).unwrap()));
    }
    for file in ["results/thêm.txt", "results/r/thêm.csv", "results/.ẩn", "results/run-record.json.bak"] {
        forge("addition", file, &|| movement.write(file, ""));
    }
    // The record itself: every value changed, every entry gone, twice, or in another place.
    let record: Value = serde_json::from_str(&movement.read(RECORD)).unwrap();
    let write =
        |record: &Value| movement.write(RECORD, &(serde_json::to_string_pretty(record).unwrap() + "\n"));
    for (key, value) in record.as_object().unwrap() {
        forge(&format!("removal of {key}"), RECORD, &|| {
            let mut forged = record.clone();
            forged.as_object_mut().unwrap().remove(key);
            write(&forged);
        });
        let Some(entries) = value.as_array() else {
            forge(&format!("another {key}"), RECORD, &|| {
                let mut forged = record.clone();
                forged[key] = Value::from("khác");
                write(&forged);
            });
            continue;
        };
        forge(&format!("no {key} at all"), RECORD, &|| {
            let mut forged = record.clone();
            forged[key] =
                Value::Array(if entries.is_empty() { vec![Value::from("khác")] } else { Vec::new() });
            write(&forged);
        });
        for (position, entry) in entries.iter().enumerate() {
            let change = |change: &dyn Fn(&mut Vec<Value>)| {
                let mut forged = record.clone();
                change(forged[key].as_array_mut().unwrap());
                write(&forged);
            };
            forge("an entry gone", RECORD, &|| change(&|entries| drop(entries.remove(position))));
            forge("an entry twice", RECORD, &|| change(&|entries| entries.push(entry.clone())));
            for (field, value) in entry.as_object().unwrap() {
                forge(&format!("another {field}"), RECORD, &|| {
                    change(&|entries| {
                        entries[position][field] = match value {
                            Value::Number(_) => Value::from(7),
                            _ => Value::from("khác"),
                        }
                    });
                });
            }
        }
    }
    forge("other spaces", RECORD, &|| movement.write(RECORD, &record.to_string()));
    forge("a comment", RECORD, &|| movement.write(RECORD, &(movement.read(RECORD) + "# vô hại\n")));
    forge("emptying", RECORD, &|| movement.write(RECORD, "{}"));
    // The inputs.
    for file in ["points.csv", "rules.yaml", "votes.csv", "history.csv", "base-salary.csv"] {
        forge("a changed input", file, &|| movement.write(file, &(movement.read(file) + "\n")));
    }
    assert!(count >= 100, "{count}");
    println!("{count} forgeries, every one found");
    assert!(movement.differences(&[]).is_empty(), "and everything is as it was");
}

#[test]
fn a_record_made_anew_is_found_by_the_digest_kept_apart() {
    let movement = Movement::with_results();
    let kept = digest(&movement);
    assert!(movement.differences(&["--digest", &kept]).is_empty());
    assert!(
        text(&movement.recommend().stdout).contains(&kept),
        "the digest is printed where results are made"
    );
    let points = movement.read("points.csv");
    for points in [points.replace("a,95", "a,96"), points.replace("b,", "bb,"), points.clone() + "z,1\n"] {
        movement.write("points.csv", &points);
        let output = movement.recommend();
        if code(&output) == 2 {
            continue;
        }
        assert!(movement.differences(&[]).is_empty(), "the record fits what was forged");
        let found = movement.differences(&["--digest", &kept]);
        assert_eq!(found, [("digest".to_owned(), "run-record.json".to_owned())]);
    }
}

fn key(seed: u8) -> PrivateKey {
    PrivateKey::new(KeypairData::from(Ed25519Keypair::from_seed(&[seed; 32])), "hội đồng").unwrap()
}

fn sign(movement: &Movement, key: &PrivateKey, namespace: &str) {
    let record = std::fs::read(movement.at(RECORD)).unwrap();
    let signature = key.sign(namespace, HashAlg::Sha512, &record).unwrap();
    movement.write("results/run-record.json.sig", &signature.to_pem(LineEnding::LF).unwrap());
}

#[test]
fn a_signature_shows_whose_list_it_is() {
    let movement = Movement::with_results();
    let (council, other) = (key(1), key(2));
    let [council_key, other_key] = [("hội-đồng.pub", &council), ("khác.pub", &other)].map(|(name, key)| {
        movement.write(name, &key.public_key().to_openssh().unwrap());
        movement.at(name).to_str().unwrap().to_owned()
    });
    let differ = |key: &str| movement.differences(&["--signed-by", key]);
    let wrong = [("signature".to_owned(), "run-record.json".to_owned())];
    assert_eq!(differ(&council_key), wrong, "no signature yet");
    sign(&movement, &council, "thidua-run");
    assert!(differ(&council_key).is_empty() && movement.differences(&[]).is_empty());
    assert_eq!(differ(&other_key), wrong);
    sign(&movement, &other, "thidua-run");
    assert_eq!(differ(&council_key), wrong, "signed by somebody else");
    sign(&movement, &council, "file");
    assert_eq!(differ(&council_key), wrong, "signed for another purpose");
    sign(&movement, &council, "thidua-run");
    // The same inputs give the same record, and its signature stays.
    movement.recommend();
    assert!(differ(&council_key).is_empty());
    // Another record: the old signature is kept aside, and does not pass for that of the new one.
    movement.write("points.csv", &movement.read("points.csv").replace("a,95", "a,94"));
    assert!(text(&movement.recommend().stderr).contains("run-record.json.kept-"));
    let found = differ(&council_key);
    assert!(found.contains(&wrong[0]), "{found:?}");
}
