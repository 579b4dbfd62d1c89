/** The web client: its page, its files, and what the browser may do with them. */
@NullMarked
package dev.groundwork.gateway.web;

import org.jspecify.annotations.NullMarked;
