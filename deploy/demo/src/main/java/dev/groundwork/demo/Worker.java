package dev.groundwork.demo;

import java.util.UUID;

import dev.groundwork.demo.client.Identity;
import dev.groundwork.demo.crowd.Crowd;

/** A person of the crowd with an account on the marketplace. */
record Worker(Crowd.Person person, UUID id, Identity.Session session) {}
