//! Bytes played as calls on the library, beside a model of what it keeps: shared by the tests and the fuzz target.

use std::collections::BTreeMap;
use std::ptr::{null, null_mut};

use thidua::{Cancel, JsonSeason, Plans, evaluate_request, evaluate_until};
use thidua_capi::{
    THIDUA_DONE, THIDUA_MISUSE, thidua_cancel, thidua_cancel_new, thidua_copy, thidua_evaluate,
    thidua_evaluate_until, thidua_free, thidua_length, thidua_season_change, thidua_season_open,
};

const REQUEST: &[u8] = br#"{"format":"thidua-request/1","period":{"from":"2026-01-01","until":"2026-12-31"},"rules":"rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]\nrankings: [ { id: chung, scope: all } ]","values":[{"rows":[{"entrant":"xa-a","I":9},{"entrant":"xa-b","I":8}]}]}"#;
const CHANGE: &[u8] =
    br#"{"format":"thidua-change/1","set":[{"entrant":"xa-b","input":"I","value":"9.5"}],"whole":true}"#;

/// What the library must be keeping.
enum Kept {
    Answer(Vec<u8>),
    Season(Box<JsonSeason>),
    /// A wish, and whether it was told.
    Cancel(bool),
}

/// The calls that bytes stand for, and what was handed out so far.
struct Play<'a> {
    bytes: &'a [u8],
    kept: BTreeMap<u64, Kept>,
    /// Every handle that was ever given out: those that are freed are used again.
    seen: Vec<u64>,
}

/// Plays the bytes to their end; tells how many calls they were.
pub(crate) fn play(bytes: &[u8]) -> usize {
    let mut play = Play { bytes, kept: BTreeMap::new(), seen: Vec::new() };
    let mut calls = 0;
    while let Some(call) = play.next() {
        calls += 1;
        match call % 10 {
            0 => play.evaluate(),
            1 => play.open(),
            2 | 3 => play.change(),
            4 => play.read(),
            5 | 6 => play.free(),
            7 => play.wish(),
            8 => play.evaluate_until(),
            _ => play.misuse(),
        }
    }
    for (handle, _) in std::mem::take(&mut play.kept) {
        assert_eq!((thidua_free(handle), thidua_free(handle)), (THIDUA_DONE, THIDUA_MISUSE));
    }
    calls
}

impl Play<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    /// A handle that is there, was there, or never was.
    fn handle(&mut self) -> u64 {
        let pick = usize::from(self.next().unwrap_or(0));
        let never = [0, u64::MAX, u64::MAX - 1];
        self.seen.iter().chain(&never).copied().cycle().nth(pick % (self.seen.len() + never.len())).unwrap()
    }

    /// A sound text, one that is cut off or broken at one place, or the next bytes as they are.
    fn text(&mut self, sound: &[u8]) -> Vec<u8> {
        let (how, at) = (self.next().unwrap_or(0), usize::from(self.next().unwrap_or(0)));
        let at = (at * 3) % sound.len();
        match how % 5 {
            0 => sound[..at].to_vec(),
            1 => {
                let mut broken = sound.to_vec();
                broken[at] = self.next().unwrap_or(0xff);
                broken
            }
            2 => {
                let (own, rest) = self.bytes.split_at(self.bytes.len().min(at));
                self.bytes = rest;
                own.to_vec()
            }
            _ => sound.to_vec(),
        }
    }

    fn keep(&mut self, handle: u64, what: Kept) {
        assert!(handle != 0 && !self.seen.contains(&handle), "{handle} was given out before");
        self.seen.push(handle);
        self.kept.insert(handle, what);
    }

    fn evaluate(&mut self) {
        let request = self.text(REQUEST);
        let mut answer = 7;
        // SAFETY: both point to what lives here.
        let status = unsafe { thidua_evaluate(request.as_ptr(), request.len(), &raw mut answer) };
        let wanted = evaluate_request(&request);
        assert_eq!(status == 2, wanted.refused);
        assert!((0..=2).contains(&status), "{status}");
        self.keep(answer, Kept::Answer(wanted.json.into_bytes()));
    }

    /// A new wish, or one that is told.
    fn wish(&mut self) {
        if self.next().unwrap_or(0).is_multiple_of(2) {
            return self.keep(thidua_cancel_new(), Kept::Cancel(false));
        }
        let handle = self.handle();
        let status = thidua_cancel(handle);
        match self.kept.get_mut(&handle) {
            Some(Kept::Cancel(told)) => {
                *told = true;
                assert_eq!(status, THIDUA_DONE);
            }
            _ => assert_eq!(status, THIDUA_MISUSE),
        }
    }

    fn evaluate_until(&mut self) {
        let (cancel, mut answer) = (self.handle(), 7);
        let (request, length) = (REQUEST.as_ptr(), REQUEST.len());
        // SAFETY: both point to what lives here.
        let status = unsafe { thidua_evaluate_until(request, length, cancel, &raw mut answer) };
        let told = match self.kept.get(&cancel) {
            Some(Kept::Cancel(told)) => *told,
            None if cancel == 0 => false,
            _ => return assert_eq!((status, answer), (THIDUA_MISUSE, 0)),
        };
        assert_eq!(status == 2, told, "a wish that was told ends the call, and no other");
        let wish = Cancel::default();
        if told {
            wish.cancel();
        }
        let wanted = evaluate_until(&Plans::default(), REQUEST, &wish);
        self.keep(answer, Kept::Answer(wanted.json.into_bytes()));
    }

    fn open(&mut self) {
        let request = self.text(REQUEST);
        let (mut season, mut answer) = (7, 7);
        // SAFETY: all point to what lives here.
        let status =
            unsafe { thidua_season_open(request.as_ptr(), request.len(), &raw mut season, &raw mut answer) };
        let (model, wanted) = JsonSeason::open(&request);
        assert!((0..=2).contains(&status), "{status}");
        assert_eq!(season == 0, model.is_none());
        if let Some(model) = model {
            self.keep(season, Kept::Season(Box::new(model)));
        }
        self.keep(answer, Kept::Answer(wanted.json.into_bytes()));
    }

    fn change(&mut self) {
        let (handle, change) = (self.handle(), self.text(CHANGE));
        let mut answer = 7;
        // SAFETY: both point to what lives here.
        let status = unsafe { thidua_season_change(handle, change.as_ptr(), change.len(), &raw mut answer) };
        let Some(Kept::Season(model)) = self.kept.get_mut(&handle) else {
            return assert_eq!((status, answer), (THIDUA_MISUSE, 0));
        };
        let wanted = model.change(&change);
        assert!((0..=2).contains(&status), "{status}");
        self.keep(answer, Kept::Answer(wanted.json.into_bytes()));
    }

    fn read(&mut self) {
        let (handle, room) = (self.handle(), usize::from(self.next().unwrap_or(0)) * 8);
        let mut into = vec![b'.'; room + 1];
        // SAFETY: there is room for so many, and one byte more.
        let status = unsafe { thidua_copy(handle, into.as_mut_ptr(), room) };
        // SAFETY: null is looked at and not used.
        let nowhere = unsafe { thidua_copy(handle, null_mut(), room) };
        assert_eq!(nowhere, THIDUA_MISUSE);
        let Some(Kept::Answer(bytes)) = self.kept.get(&handle) else {
            assert_eq!((status, thidua_length(handle)), (THIDUA_MISUSE, 0));
            return assert!(into.iter().all(|byte| *byte == b'.'));
        };
        assert_eq!((status, thidua_length(handle)), (THIDUA_DONE, bytes.len()));
        let copied = room.min(bytes.len());
        assert_eq!(into[..copied], bytes[..copied], "the bytes of the engine");
        assert!(into[copied..].iter().all(|byte| *byte == b'.'), "no more than there is room for");
    }

    fn free(&mut self) {
        let handle = self.handle();
        let there = self.kept.remove(&handle).is_some();
        assert_eq!(thidua_free(handle), if there { THIDUA_DONE } else { THIDUA_MISUSE });
        assert_eq!(thidua_free(handle), THIDUA_MISUSE, "twice");
    }

    fn misuse(&mut self) {
        let (how, handle) = (self.next().unwrap_or(0), self.handle());
        let (mut place, mut other) = (7, 7);
        let request = REQUEST.as_ptr();
        // SAFETY: what is null, beyond all bounds, or one place for two is looked at and not used.
        let status = unsafe {
            match how % 8 {
                0 => thidua_evaluate(null(), REQUEST.len(), &raw mut place),
                1 => thidua_evaluate(request, usize::MAX - usize::from(how), &raw mut place),
                2 => thidua_evaluate(request, REQUEST.len(), null_mut()),
                3 => thidua_season_open(request, usize::MAX, &raw mut place, &raw mut other),
                4 => thidua_season_open(request, REQUEST.len(), &raw mut place, &raw mut place),
                5 => thidua_season_open(request, REQUEST.len(), &raw mut place, null_mut()),
                6 => thidua_season_change(handle, null(), 3, &raw mut place),
                _ => thidua_season_change(handle, request, REQUEST.len(), null_mut()),
            }
        };
        assert_eq!(status, THIDUA_MISUSE);
    }
}
