// The image server without anything around it, as nginx is measured without its access log.
// usage: image_server_alone FILE CERTIFICATE KEY; prints the URL, serves until its input ends.

#include "base/files.h"
#include "server/image_server.h"

#include <fmt/format.h>

#include <cstdio>

int main(int argc, char **argv)
{
    using namespace otabench;
    if (argc != 4) {
        fmt::print(stderr, "usage: image_server_alone FILE CERTIFICATE KEY\n");
        return 2;
    }
    server::ServerOptions options;
    options.bindAddress = "127.0.0.1";
    options.certificatePem = readTextFile(argv[2]).value_or("");
    options.keyPem = readTextFile(argv[3]).value_or("");
    const auto started = server::ImageServer::start(std::move(options));
    if (!started) {
        fmt::print(stderr, "{}\n", started.error().text);
        return 1;
    }
    server::ImageServer &server = **started;
    const auto image = server.publish(argv[1], "");
    if (!image) {
        fmt::print(stderr, "{}\n", image.error().text);
        return 1;
    }
    fmt::print("{}\n", server.url("127.0.0.1", *image, server.issueToken()));
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    return 0;
}
