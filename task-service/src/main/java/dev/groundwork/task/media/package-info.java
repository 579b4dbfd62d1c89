/** Uploaded pictures, sounds, videos and documents: taken in, kept, and shown by links that work for a while. */
@NullMarked
package dev.groundwork.task.media;

import org.jspecify.annotations.NullMarked;
