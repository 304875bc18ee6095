// SPDX-License-Identifier: BSD-2-Clause
/** Sockets: listens, calls, reads and writes messages. What they mean is not known here. */
package caesure.net;
