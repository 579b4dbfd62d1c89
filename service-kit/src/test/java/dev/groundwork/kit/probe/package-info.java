/** A small service around the kit: its tests go in through HTTP, Kafka and JDBC, as a real one's would. */
@NullMarked
package dev.groundwork.kit.probe;

import org.jspecify.annotations.NullMarked;
