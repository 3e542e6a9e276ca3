console.log("postinstall");
