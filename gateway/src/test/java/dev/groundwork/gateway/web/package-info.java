@NullMarked
package dev.groundwork.gateway.web;

import org.jspecify.annotations.NullMarked;
