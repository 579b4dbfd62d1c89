/** What the services' tests run on: real servers on random ports and tokens signed by a key of the test. */
@NullMarked
package dev.groundwork.local.testing;

import org.jspecify.annotations.NullMarked;
