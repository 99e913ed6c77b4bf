export {}; // Tests are parsed as if they were the text of this file. Nothing here writes files.
