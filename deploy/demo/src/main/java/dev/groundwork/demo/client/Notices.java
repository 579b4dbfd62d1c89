package dev.groundwork.demo.client;

/** Where the clients say what the person at the terminal should know while it happens. */
@FunctionalInterface
public interface Notices {

    void say(String line);
}
