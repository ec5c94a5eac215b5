//! Conduct forms.
