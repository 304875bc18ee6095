// SPDX-License-Identifier: BSD-2-Clause
/** Making blocks: what goes into one, and finding its nonce where that is easy. */
package caesure.mining;
