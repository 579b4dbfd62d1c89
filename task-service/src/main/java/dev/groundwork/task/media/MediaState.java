package dev.groundwork.task.media;

/** How far the work on a medium is. */
public enum MediaState {
    /** It can be shown; its thumbnail or its peaks are being made. */
    PROCESSING,
    /** All that is made of such a medium is there. */
    READY,
    /** It cannot be read as what it is; the reason says why. */
    FAILED
}
