package dev.groundwork.task.appeal;

/** What an adjudicator finds. */
enum Ruling {
    /** The rejection stands. */
    UPHELD,
    /** It does not: the worker is paid, and the rejection is no part of their record. */
    OVERTURNED
}
