package dev.groundwork.task.time;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the active time of an assignment comes from. */
public enum TimeBasis {
    /** Nothing is known yet. */
    @JsonProperty("none")
    NONE,
    /** Measured by what the worker's client saw of focus, input and media. */
    @JsonProperty("measured")
    MEASURED,
    /** The worker's own report, as nothing was measured. */
    @JsonProperty("reported")
    REPORTED,
    /** Neither measured nor reported: the whole time from claim to submission stands in for it. */
    @JsonProperty("wall")
    WALL,
    /** Corrected by a person, or by nobody having answered in time, after the worker disputed it. */
    @JsonProperty("corrected")
    CORRECTED;

    /** For SQL: the bases that say something about the task; the time from claim to submission only bounds it. */
    public static final String TELLING_SQL = "('MEASURED', 'REPORTED', 'CORRECTED')";

    /** {@return the basis as the API and events spell it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
