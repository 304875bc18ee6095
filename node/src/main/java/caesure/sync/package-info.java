// SPDX-License-Identifier: BSD-2-Clause
/** What is said to peers: the handshake, headers, blocks. No sockets, no threads, no clock. */
package caesure.sync;
