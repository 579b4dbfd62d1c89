/** A crowd at work: replays simulated or recorded workers through the public API, and checks that every cent and answer arrived. */
@NullMarked
package dev.groundwork.demo;

import org.jspecify.annotations.NullMarked;
