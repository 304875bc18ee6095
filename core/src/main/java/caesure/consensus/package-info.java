// SPDX-License-Identifier: BSD-2-Clause
/**
 * The rules. One method is one rule, one sentence says what MUST hold, and a table lists them in
 * order.
 *
 * <p>Nothing here reads a clock, a file or a socket: the time, the coins and the headers before are
 * arguments. BIPs: 16, 30, 34, 65, 66, 68, 90, 94, 112, 113, 141, 143, 147, 325, 341, 342.
 */
package caesure.consensus;
