// Filled in by the build
