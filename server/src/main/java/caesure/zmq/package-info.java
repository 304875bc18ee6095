// SPDX-License-Identifier: BSD-2-Clause
/** Notifications over ZeroMQ, as bitcoind publishes them. */
package caesure.zmq;
