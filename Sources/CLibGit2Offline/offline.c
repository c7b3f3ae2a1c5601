// libgit2's ways to a network, in place of its own. parallel-cc leaves every fetch and push to git; without these ways the
// archive of libgit2 needs no TLS, SSH and Kerberos, of which Debian has no archives or large ones.
//
// The names are internal ones of libgit2 1.5 to 1.9 (src/libgit2/transport.c, settings.c, libgit2.c). A version that needs
// more of them does not link, which says so at once.
#ifdef PARALLEL_CC_LIBGIT2_ARCHIVE

#include <git2.h>
#if __has_include(<git2/sys/errors.h>) // libgit2 1.8 and later
#include <git2/sys/errors.h>
#endif
#include <git2/sys/transport.h>
#include <stdbool.h>

static int refuse(void) {
    git_error_set_str(GIT_ERROR_NET, "this build of libgit2 has no network");
    return GIT_ERROR;
}

int git_smart_subtransport_http(git_smart_subtransport **out, git_transport *owner, void *parameter) { return refuse(); }
int git_smart_subtransport_git(git_smart_subtransport **out, git_transport *owner, void *parameter) { return refuse(); }
int git_smart_subtransport_ssh(git_smart_subtransport **out, git_transport *owner, void *parameter) { return refuse(); }

int git_openssl_stream_global_init(void) { return 0; }
int git_mbedtls_stream_global_init(void) { return 0; }
int git_transport_ssh_global_init(void) { return 0; }
int git_transport_ssh_libssh2_global_init(void) { return 0; }

int git_mbedtls__set_cert_location(const char *file, const char *path) { return refuse(); }
bool git_http__expect_continue = false;

#endif
