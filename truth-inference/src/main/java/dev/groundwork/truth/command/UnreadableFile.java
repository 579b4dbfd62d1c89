package dev.groundwork.truth.command;

/** A file that is not what its option asks for; the message names the file, the row and the column. */
public final class UnreadableFile extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableFile(String message) {
        super(message);
    }
}
