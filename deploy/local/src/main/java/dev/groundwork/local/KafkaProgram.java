package dev.groundwork.local;

import java.io.IOException;
import java.nio.file.Path;

/** Kafka as a process of its own: one node until it is told to end. */
final class KafkaProgram {

    private KafkaProgram() {}

    /** Arguments: data folder, port, controller port, partitions, and the file that gets our pid once we serve. */
    public static void main(String[] arguments) throws IOException {
        var settings = new KafkaNode.Settings(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]));
        var node = KafkaNode.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop Kafka"));
        StackFolder.write(
                Path.of(arguments[4]), Long.toString(ProcessHandle.current().pid()));
        node.awaitEnd();
    }
}
