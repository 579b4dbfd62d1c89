package dev.groundwork.worker.reputation;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

@ApplicationScoped
class WorkRecordRepository implements PanacheRepositoryBase<WorkRecord, UUID> {}
