package dev.groundwork.payment.wage;

/**
 * What is wrong with one cell of an import.
 *
 * @param row from 1 for the first below the header; 0 for the header
 */
record CellError(long row, String column, String code, String detail) {}
