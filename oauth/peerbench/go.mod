module lpkeys/oauth/peerbench

go 1.26.0

require (
	github.com/dghubble/oauth1 v0.7.3
	github.com/gomodule/oauth1 v0.2.0
	github.com/mrjones/oauth v0.0.0-20190623134757-126b35219450
	lpkeys v0.0.0
)

replace lpkeys => ../..
