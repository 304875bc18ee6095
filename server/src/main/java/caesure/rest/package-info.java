// SPDX-License-Identifier: BSD-2-Clause
/** Unauthenticated answers over HTTP, as bitcoind gives them with -rest. */
package caesure.rest;
