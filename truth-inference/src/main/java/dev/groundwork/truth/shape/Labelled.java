package dev.groundwork.truth.shape;

/** A shape and what it shows. */
public record Labelled<S>(String label, S shape) {}
