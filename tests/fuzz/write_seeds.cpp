// `<target> --write-seeds FOLDER`, linked into each target: the build makes the seeds with it.

#include "fuzz.h"

#include <filesystem>
#include <fstream>

extern "C" int LLVMFuzzerInitialize(int *count, char ***arguments);

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    if (*count != 3 || std::string_view((*arguments)[1]) != "--write-seeds")
        return 0;
    const std::filesystem::path folder = (*arguments)[2];
    std::error_code error;
    std::filesystem::remove_all(folder, error);
    std::filesystem::create_directories(folder, error);
    unsigned number = 0;
    for (const std::string &seed : otabench::fuzz::seeds()) {
        const auto path = folder / (std::to_string(number++) + ".seed");
        std::ofstream file(path, std::ios::binary);
        file << seed;
        if (!file.flush()) {
            std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
            std::exit(1);
        }
    }
    if (number == 0)
        std::fprintf(stderr, "this target has no seeds\n");
    std::exit(number == 0 ? 1 : 0);
}
