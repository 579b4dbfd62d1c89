package dev.groundwork.task.spec;

/** How several answers to one property become one. */
public enum Consensus {
    /** The label that the method of the job finds most probable. */
    CATEGORICAL,
    /** The place on an ordered scale with the least expected distance from the truth. */
    ORDINAL,
    /** Each label a question of its own: does it apply? */
    LABEL_SET,
    /** A number between the lowest and the highest answer. */
    NUMBER,
    /** The text that is most alike to all, those of careful workers counting more. */
    TEXT,
    /** Shapes of different workers that are one object, merged; objects that too few drew are left out. */
    SHAPES,
    /** What enough workers marked, place by place. */
    SPANS,
    /** The order that explains all orders best. */
    RANKING,
    /** The side that the method of the job finds most probable, overall and for each dimension. */
    PREFERENCE,
    /** For each turn, the rating with the least expected distance from the truth. */
    TURNS,
    /** Nothing can be said for all: every answer stands. */
    LIST
}
