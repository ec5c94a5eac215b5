//! Tables instead of forms.
