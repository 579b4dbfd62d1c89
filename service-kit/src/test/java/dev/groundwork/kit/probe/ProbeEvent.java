package dev.groundwork.kit.probe;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A contract in the shape of the real ones. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ProbeEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = ProbeEvent.Counted.class, name = "probe.counted"),
    @JsonSubTypes.Type(value = ProbeEvent.Renamed.class, name = "probe.renamed"),
})
public sealed interface ProbeEvent {

    String TOPIC = "probe.event.v1";
    String JDBC_TOPIC = "probe.jdbc.v1";

    /** @param number negative ones cannot be counted: the effect fails on them, every time */
    record Counted(UUID probeId, long number) implements ProbeEvent {}

    record Renamed(UUID probeId, String name) implements ProbeEvent {}

    record Unknown() implements ProbeEvent {}
}
