/** The doors that anybody may use: the gateway's API and the identity provider's token endpoint. */
@NullMarked
package dev.groundwork.demo.client;

import org.jspecify.annotations.NullMarked;
